import Gradus
import GradusTestSupport
import Testing

@testable import GradusInterchange
@testable import GradusONNX

/// Networks that are right and unlike the usual, and numbers that no right one has.
@Suite struct ONNXOddFileTests {
  private func network(
    _ nodes: [NodeMessage], inputs: [ValueMessage], _ initializers: [TensorMessage] = [],
    opset: Int = 17
  ) throws -> ONNXModel {
    var model = ModelMessage()
    model.operatorSets = ["": opset]
    (model.graph.inputs, model.graph.initializers, model.graph.nodes) = (
      inputs, initializers, nodes
    )
    model.graph.outputs = [ValueMessage(name: "y", kind: 1, dimensions: nil)]
    return try ONNXModel(bytes: Array(model.pieces.joined()), path: "net.onnx")
  }

  private func node(
    _ operation: String, _ inputs: [String], _ output: String = "y",
    _ attributes: [AttributeMessage] = []
  ) -> NodeMessage {
    NodeMessage(
      name: "node \(output)", operation: operation, inputs: inputs, outputs: [output],
      attributes: attributes)
  }

  private func input(_ lengths: [Int], kind: Int = 1, _ name: String = "x") -> ValueMessage {
    ValueMessage(name: name, kind: kind, dimensions: lengths.map { .fixed($0) })
  }

  /// PyTorch writes `x[:, 1:]` with the greatest whole number, and `x.flip(1)` with the least but one.
  @Test func slicesGoAsFarAsThereIs() throws {
    let x = Tensor([[1, 2, 3, 4, 5]])
    let forwards = try network(
      [node("Slice", ["x", "start", "end", "axes"])], inputs: [input([1, 5])],
      [TensorMessage("start", [1]), TensorMessage("end", [Int.max]), TensorMessage("axes", [1])])
    #expect(forwards(x).scalars == [2, 3, 4, 5])
    let backwards = try network(
      [node("Slice", ["x", "start", "end", "axes", "start"])], inputs: [input([1, 5])],
      [
        TensorMessage("start", [-1]), TensorMessage("end", [-Int.max]), TensorMessage("axes", [1]),
      ])
    #expect(backwards(x).scalars == [5, 4, 3, 2, 1])
    // The same number as bytes of the file, and not as a list.
    var end = TensorMessage("end", Tensor([Double(bitPattern: UInt64(Int.max))], dtype: .float64))
    end.kind = 7
    let bytes = try network(
      [node("Slice", ["x", "start", "end", "start"])], inputs: [input([1, 5])],
      [TensorMessage("start", [1]), end])
    #expect(bytes(x).scalars == [2, 3, 4, 5])
  }

  private static let excesses: [(String, ([Int], [NodeMessage], [TensorMessage]))] = [
    ("has the axis -9223372036854775808", ([2, 3], [one("Flatten", "axis", Int.min)], [])),
    (
      "has 4 margins",
      ([2, 3], [call("Pad", ["x", "pads"])], [TensorMessage("pads", [Int.min, 0, 0, 0])])
    ),
    (
      "makes 1099511627776 of 1099511627776",
      ([1 << 40], [one("Split", "num_outputs", 1 << 40)], [])
    ),
    (
      "makes [1.0, 1.0, 1.0, 1.759",
      (
        [1, 1, 1, 1 << 44], [call("Resize", ["x", "", "scales"])],
        [TensorMessage("scales", Tensor([1, 1, 1, 999_999]))]
      )
    ),
    (
      "takes blocks of 1099511627776",
      ([1, 1, 4, 4], [cut, one("SpaceToDepth", "blocksize", 1 << 40, ["cut"])], bounds)
    ),
    (
      "has a result of the impossible shape [1048576, 65536, 65536]",
      ([1, 1 << 20, 4, 4], [cut, one("SpaceToDepth", "blocksize", 1 << 16, ["cut"])], bounds)
    ),
    (
      "has a result of the impossible shape [1, 211106232532992]",
      (
        [1, 1 << 46],
        [
          NodeMessage(
            name: "node", operation: "Concat", inputs: Array(repeating: "x", count: 1 << 17),
            outputs: ["y"], attributes: [.init("axis", .integer(1))])
        ], []
      )
    ),
  ]

  private static let bounds = [TensorMessage("none", [0, 0]), TensorMessage("axes", [2, 3])]

  /// Images without rows and columns.
  private static let cut = NodeMessage(
    name: "cut", operation: "Slice", inputs: ["x", "none", "none", "axes"], outputs: ["cut"])

  private static func call(_ operation: String, _ inputs: [String]) -> NodeMessage {
    NodeMessage(name: "node", operation: operation, inputs: inputs, outputs: ["y"])
  }

  private static func one(
    _ operation: String, _ name: String, _ value: Int, _ inputs: [String] = ["x"]
  ) -> NodeMessage {
    var node = call(operation, inputs)
    node.attributes = [.init(name, .integer(value))]
    return node
  }

  /// Each of them ended the program: in a sum, a product or a list beyond all memory.
  @Test(arguments: excesses.indices) func numbersBeyondReasonAreNamed(_ place: Int) {
    let (expected, (lengths, nodes, initializers)) = Self.excesses[place]
    do {
      _ = try network(nodes, inputs: [input(lengths)], initializers, opset: 18)
      Issue.record("it was read")
    } catch {
      #expect("\(error)".contains(expected) && !"\(error)".contains("\n"), "\(error)")
    }
  }

  /// A check where the file is read makes no more numbers than the file justifies.
  @Test func rangesAreWithinTheBudget() {
    let numbers: [ONNXValue?] = [0.0, 1e6, 1].map {
      ONNXValue(Variable(Tensor($0, dtype: .float64)), .int64)
    }
    let call = ONNXCall(
      node: node("Range", ["a", "b", "c"]), inputs: numbers, opset: 17, dtype: .float32,
      budget: ONNXBudget(4096), tensor: { _ in (Tensor(0), .float32) })
    #expect(throws: ONNXBudget.Exceeded.self) { try ONNXOperator.all["Range"]?.run(call) }
  }

  /// ONNX Runtime's and PyTorch's length, where 0.7 as a float is less than seven tenths.
  @Test func resizedLengthsAreCountedInSinglePrecision() throws {
    let model = try network(
      [node("Resize", ["x", "", "scales"])], inputs: [input([1, 1, 10, 10])],
      [TensorMessage("scales", Tensor([1, 1, 0.7, 0.3]))])
    #expect(model(Tensor.ones([1, 10, 10, 1])).shape == [1, 7, 3, 1])
  }

  /// The one axis of a vector may have any name and must fit all the same.
  @Test func vectorsOfUnknownLengthAreRead() throws {
    let vector = ValueMessage(name: "x", kind: 1, dimensions: [.named("n")])
    let model = try network(
      [node("MatMul", ["x", "w"])], inputs: [vector], [TensorMessage("w", Tensor.ones([3, 2]))])
    #expect(try model(["x": Tensor([1, 2, 3])])["y"]?.scalars == [6, 6])
    #expect(throws: ONNXError.self) { try model(["x": Tensor([1, 2])]) }
  }

  @Test func powersOfWholeNumbersAreWhole() throws {
    let x = Tensor([4, 9, 2], dtype: .float64)
    for (exponent, expected) in [(0.5, [2.0, 3, 1]), (-1, [0, 0, 0]), (2, [16, 81, 4])] {
      let model = try network(
        [node("Pow", ["x", "e"])], inputs: [input([3], kind: 7)],
        [TensorMessage("e", Tensor(exponent))])
      #expect(try model(["x": x])["y"]?.scalars == expected)
    }
  }

  @Test func truthValuesAreNoNumbers() {
    for nodes in [
      [node("Less", ["x", "x"], "t"), node("Add", ["x", "t"])],
      [
        node("Less", ["x", "x"], "t"), node("Cast", ["x"], "i", [.init("to", .integer(7))]),
        node("Where", ["t", "x", "i"]),
      ],
      [
        node("Less", ["x", "x"], "t"),
        node("Concat", ["x", "t"], "y", [.init("axis", .integer(0))]),
      ],
    ] {
      let error = #expect(throws: ONNXError.self) { try network(nodes, inputs: [input([3])]) }
      let line = error.map { "\($0)" } ?? ""
      #expect(line.contains("mixes") || line.contains("joins"), "\(line)")
    }
  }

  /// A filter that two operators use differently is one parameter, whose gradient both give to.
  @Test func sharedFiltersAreOneParameter() throws {
    func convolution(_ output: String, _ dilation: Int) -> NodeMessage {
      node(
        "Conv", ["x", "w"], output,
        [
          .init("dilations", .integers([dilation, dilation])),
          .init("pads", .integers([Int](repeating: dilation, count: 4))),
        ])
    }
    let model = try network(
      [convolution("a", 1), convolution("b", 2), node("Add", ["a", "b"])],
      inputs: [input([1, 1, 5, 5])], [TensorMessage("w", Tensor.ones([1, 1, 3, 3]))])
    #expect(model.parameterCount == 9)
    let tape = Tape(.training, step: 0)
    let result = model(tape.constant(Tensor.ones([1, 5, 5, 1])))
    // In the middle nine taps of each.
    #expect(result.value.scalars[12] == 18)
    let gradients = tape.gradients(of: result.sum())
    let parameter = try #require(model.parameters.first?.parameter)
    // The tap in the middle sees all 25 pixels, twice.
    #expect(gradients[parameter]?.scalars[4] == 50)
  }

  @Test func inputsOfOneNameAreRefused() {
    #expect(throws: FormatError.self) {
      try network([node("Relu", ["x"])], inputs: [input([3]), input([3])])
    }
  }

  /// Inputs by name come from outside, so that what does not fit is an error and no end of the program.
  @Test func inputsThatDoNotFitAreNamed() throws {
    let model = try network(
      [node("Conv", ["x", "w"])], inputs: [input([1, 2, 4, 4])],
      [TensorMessage("w", Tensor.ones([3, 2, 3, 3]))])
    #expect(try model(["x": Tensor.ones([2, 2, 4, 4])])["y"]?.shape == [2, 3, 2, 2])
    for wrong in [
      Tensor.ones([1, 5, 4, 4]), Tensor.ones([1, 2, 2, 2]), Tensor.ones([2, 4]),
      Tensor.ones([1, 2, 4, 4], dtype: .float64),
    ] {
      #expect(throws: ONNXError.self) { try model(["x": wrong]) }
    }
  }
}

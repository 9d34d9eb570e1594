import Gradus
import GradusTestSupport
import Testing

@testable import GradusInterchange
@testable import GradusONNX

/// Operators keep numbers that a formula of several steps would lose.
@Suite struct ONNXNumberTests {
  /// A network of one operator along three columns.
  private func run(
    _ operation: String, _ x: Tensor, _ attributes: [AttributeMessage] = []
  ) throws -> [Double] {
    var model = ModelMessage()
    model.operatorSets = ["": 17]
    model.graph.inputs = [
      ValueMessage(name: "x", kind: 1, dimensions: [.named("n"), .fixed(3)])
    ]
    model.graph.outputs = [ValueMessage(name: "y", kind: 1, dimensions: nil)]
    var inputs = ["x"]
    if operation == "CumSum" {
      model.graph.initializers = [TensorMessage("axis", [1])]
      inputs.append("axis")
    }
    model.graph.nodes = [
      NodeMessage(
        name: "node", operation: operation, inputs: inputs, outputs: ["y"], attributes: attributes)
    ]
    return try ONNXModel(bytes: Array(model.pieces.joined()), path: "net.onnx")(x).scalars
  }

  @Test func runningSumsBesideInfinity() throws {
    let x = Tensor([[1, .infinity, 2]])
    let (exclusive, reverse) = (
      AttributeMessage("exclusive", .integer(1)), AttributeMessage("reverse", .integer(1))
    )
    #expect(try run("CumSum", x) == [1, .infinity, .infinity])
    #expect(try run("CumSum", x, [exclusive]) == [0, 1, .infinity])
    #expect(try run("CumSum", x, [reverse]) == [.infinity, .infinity, 2])
    #expect(try run("CumSum", x, [exclusive, reverse]) == [.infinity, 2, 0])
  }

  @Test(arguments: ["Elu", "Celu", "Selu"])
  func exponentialsOfSmallNumbers(_ operation: String) throws {
    let x = Tensor([[-1e-6, 0, 2]])
    let slopes: (Double, Double) =
      operation == "Selu" ? (1.7580993408473768, 1.0507009873554805) : (1, 1)
    let found = try run(operation, x)
    #expect(abs(found[0] / (-1e-6 * slopes.0) - 1) < 1e-5)
    #expect(found[1] == 0 && abs(found[2] / (2 * slopes.1) - 1) < 1e-6)
  }

  /// Rectifiers with a number of their own go out and come back.
  @Test func rectifiersComeBack() throws {
    final class Rectifiers: Layer {
      let slopes = PReLU(3)
      func forward(_ x: Variable) -> Variable {
        slopes(x).leakyReLU(slope: 0.3) + x.elu(alpha: 0.7) + x.expMinusOne()
      }
    }
    let model = Rectifiers().initialize(seed: 1)
    model.slopes.weight.value = Tensor([0.1, 0.2, 0.5])
    let folder = try TemporaryFolder()
    try model.saveONNX(to: folder["net.onnx"], input: [1, 2, 2, 3])
    let back = try ONNXModel(contentsOf: folder["net.onnx"])
    let x = Tensor.normal([2, 2, 2, 3], from: RandomStream(seed: 4, name: "x"))
    let (expected, found) = (model(x), back(x))
    #expect(found.shape == expected.shape)
    #expect((found - expected).scalars.allSatisfy { abs($0) < 1e-5 })
  }
}

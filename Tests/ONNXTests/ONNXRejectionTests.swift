import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import GradusInterchange
@testable import GradusONNX

/// Whatever a file holds, reading it ends with a network or with one line.
@Suite struct ONNXRejectionTests {
  /// A network of a few operators, to be spoilt.
  private static func message() -> ModelMessage {
    var model = ModelMessage()
    model.operatorSets = ["": 17]
    model.graph.inputs = [
      ValueMessage(name: "x", kind: 1, dimensions: [.named("n"), .fixed(2), .fixed(4), .fixed(4)])
    ]
    model.graph.outputs = [ValueMessage(name: "y", kind: 1, dimensions: nil)]
    model.graph.initializers = [
      TensorMessage("c.weight", Tensor.ones([3, 2, 3, 3])),
      TensorMessage("c.bias", Tensor([1, 2, 3])),
      TensorMessage("axes", [2, 3]),
    ]
    model.graph.nodes = [
      NodeMessage(
        name: "conv", operation: "Conv", inputs: ["x", "c.weight", "c.bias"], outputs: ["a"],
        attributes: [.init("pads", .integers([1, 1, 1, 1]))]),
      NodeMessage(name: "act", operation: "Relu", inputs: ["a"], outputs: ["b"]),
      NodeMessage(
        name: "sum", operation: "ReduceSum", inputs: ["b", "axes"], outputs: ["y"],
        attributes: [.init("keepdims", .integer(0))]),
    ]
    return model
  }

  private static func bytes(_ model: ModelMessage) -> [UInt8] { Array(model.pieces.joined()) }

  private func error(_ change: (inout ModelMessage) -> Void) -> String {
    var model = Self.message()
    change(&model)
    let bytes = Self.bytes(model)
    do {
      _ = try ONNXModel(bytes: bytes, path: "net.onnx")
      return "none"
    } catch {
      #expect(error is FormatError || error is ONNXError || error is FileError, "\(error)")
      return "\(error)"
    }
  }

  @Test func theUnspoiltNetworkRuns() throws {
    let model = try ONNXModel(bytes: Self.bytes(Self.message()), path: "net.onnx")
    let result = model(Tensor.ones([1, 4, 4, 2]))
    // 16 positions with 4, 6 or 9 taps of 2 channels, by hand: 4·8 + 8·12 + 4·18 = 200.
    #expect(result.shape == [1, 3] && result.scalars == [216, 232, 248])
  }

  private static let spoilt: [(String, @Sendable (inout ModelMessage) -> Void)] = [
    ("the output \"y\" is made by nothing", { $0.graph.nodes = [] }),
    (
      "the operation \"Gru\" (opset 17) is not read; the nearest that is:",
      { $0.graph.nodes[1].operation = "Gru" }
    ),
    ("of \"com.microsoft\" is not read", { $0.graph.nodes[1].domain = "com.microsoft" }),
    ("takes \"z\", which nothing before it makes", { $0.graph.nodes[1].inputs = ["z"] }),
    ("makes \"a\", which is there already", { $0.graph.nodes[1].outputs = ["a"] }),
    ("the output \"q\" is made by nothing", { $0.graph.outputs[0].name = "q" }),
    ("has float8, which is not read", { $0.graph.initializers[0].kind = 17 }),
    ("has text, which is not read", { $0.graph.initializers[0].kind = 8 }),
    ("has elements of type 99, which is not read", { $0.graph.initializers[0].kind = 99 }),
    (
      "has the impossible shape [1048576, 1048576",
      { $0.graph.initializers[0].dimensions = [1 << 20, 1 << 20, 1 << 20] }
    ),
    ("has the impossible shape [-1", { $0.graph.initializers[0].dimensions[0] = -1 }),
    (
      "of shape [3, 2, 3, 4] has 216 bytes, and needs 288",
      { $0.graph.initializers[0].dimensions[3] = 4 }
    ),
    (
      "has the strides [0, 1]",
      { $0.graph.nodes[0].attributes.append(.init("strides", .integers([0, 1]))) }
    ),
    ("has the pads [-1", { $0.graph.nodes[0].attributes[0].value = .integers([-1, 0, 0, 0]) }),
    (
      "an attribute \"pads\" of the wrong type",
      { $0.graph.nodes[0].attributes[0].value = .float(1) }
    ),
    (
      "has the dilations [1]",
      { $0.graph.nodes[0].attributes.append(.init("dilations", .integers([1]))) }
    ),
    ("has the axis 9 of 4", { $0.graph.initializers[2].elements = .integers([2, 9]) }),
    ("has an axis twice", { $0.graph.initializers[2].elements = .integers([2, 2]) }),
    ("lacks input 0", { $0.graph.nodes[1].inputs = [] }),
    (
      "is in \"../secret\", which is no file in the model's folder",
      { $0.graph.initializers[0].elements = .external(ExternalData(location: "../secret")) }
    ),
    (
      "is in \"/etc/passwd\", which is no file in the model's folder",
      { $0.graph.initializers[0].elements = .external(ExternalData(location: "/etc/passwd")) }
    ),
    (
      "cannot read",
      { $0.graph.initializers[0].elements = .external(ExternalData(location: "not-there")) }
    ),
    ("channels on axis 3", { $0.graph.inputs[0].dimensions?[1] = .fixed(5) }),
  ]

  @Test(arguments: spoilt.indices) func everyKindOfDamageIsNamed(_ place: Int) {
    let (expected, change) = Self.spoilt[place]
    let line = error(change)
    #expect(line.contains(expected) && !line.contains("\n"), "\(line)")
  }

  @Test func linksOutOfTheFolderAreNotFollowed() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder["in"], withIntermediateDirectories: true)
    try AtomicFile.write([UInt8](repeating: 0, count: 216), to: folder["out"])
    try FileManager.default.createSymbolicLink(
      atPath: folder["in/link"], withDestinationPath: folder["out"])
    var model = Self.message()
    model.graph.initializers[0].elements = .external(ExternalData(location: "link"))
    try AtomicFile.write(Self.bytes(model), to: folder["in/net.onnx"])
    let error = #expect(throws: FormatError.self) {
      try ONNXModel(contentsOf: folder["in/net.onnx"])
    }
    #expect(error.map { "\($0)".contains("a link out of the model's folder") } ?? false)
  }

  @Test func everyTruncationAndChangedByteEndsWell() {
    let bytes = Self.bytes(Self.message())
    func read(_ bytes: [UInt8], _ what: String) {
      do { _ = try ONNXModel(bytes: bytes, path: "net.onnx") } catch {
        let isOurs = error is FormatError || error is ONNXError || error is FileError
        if !isOurs || "\(error)".contains("\n") { Issue.record("\(what): \(error)") }
      }
    }
    for count in 0..<bytes.count { read(Array(bytes[..<count]), "cut to \(count)") }
    var damaged = bytes
    for place in bytes.indices {
      for change in [UInt8(1) << UInt8(place % 8), 0xff] {
        damaged[place] ^= change
        read(damaged, "byte \(place)")
        damaged[place] = bytes[place]
      }
    }
  }
}

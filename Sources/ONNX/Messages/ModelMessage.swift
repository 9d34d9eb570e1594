import GradusInterchange

/// ONNX's `ModelProto`: a graph and what it was written with.
struct ModelMessage: Sendable {
  /// The version of the file format.
  var formatVersion = 8
  /// The program that wrote it.
  var producer = ""
  var producerVersion = ""
  /// The versions of the sets of operators, by domain; the empty one is ONNX's.
  var operatorSets: [String: Int] = [:]
  var graph = GraphMessage()
  /// Free text by key.
  var metadata: [(key: String, value: String)] = []

  /// The file in pieces, to be written one behind the other.
  var pieces: [[UInt8]] {
    var writer = WireWriter()
    writer.integer(1, formatVersion)
    writer.text(2, producer)
    writer.text(3, producerVersion)
    writer.message(7, graph.write)
    for (domain, version) in operatorSets.sorted(by: { $0.key < $1.key }) {
      writer.message(8) {
        $0.text(1, domain)
        $0.integer(2, version)
      }
    }
    for (key, value) in metadata {
      writer.message(14) {
        $0.text(1, key)
        $0.text(2, value)
      }
    }
    return writer.pieces
  }
}

extension FormatError.Format {
  /// A network of ONNX.
  public static let onnx = Self("ONNX")
}

/// How a network is written as ONNX.
public struct ONNXExport: Sendable {
  /// Whether a batch normalisation behind a convolution becomes part of the convolution's weights.
  public var foldsNormalization = false
  /// Free text by key that the file carries, such as the classes and how pictures are prepared.
  public var metadata: [(key: String, value: String)] = []
  /// The name of the graph.
  public var name = "network"
  /// The bytes of weights from which on they are written to a file of their own, `PATH.data`, beside the
  /// model's: no protocol buffer holds 2 GiB.
  public var largestFile = 2_000_000_000

  /// Keeps normalisations, and metadata empty.
  public init() {}
}

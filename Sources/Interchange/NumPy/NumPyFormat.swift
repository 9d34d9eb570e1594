import GradusLayers

/// NumPy's archive of arrays: npz, stored or deflated.
public struct NumPyFormat: PartialWeightsFormat, WritableWeightsFormat {
  /// `npz`.
  public let name = "npz"
  /// PyTorch's, whose arrays are what is saved so.
  public let layout = StateDictionary.Layout.pyTorch

  /// Makes the format.
  public init() {}

  /// Whether it is a zip archive or, to be refused with advice, one array alone.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4b]) || bytes.first == NumPyHeader.magic[0]
  }

  /// The arrays that are selected; no others are expanded. Throws `FormatError`.
  public func part(
    of bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    guard bytes.first != NumPyHeader.magic[0] else {
      throw FormatError(
        path, .numPy, "it is one array without a name; save all weights by numpy.savez instead")
    }
    guard (try? ZipArchive(bytes: bytes, path: path))?["model.weights.h5"] == nil else {
      throw FormatError(
        path, .numPy,
        "it is a model of Keras 3, whose weights are HDF5, which is not read; save its arrays by name "
          + "with numpy.savez")
    }
    let archive = try NumPyArchive(bytes: bytes, path: path, selection)
    return (archive.tensors, archive.unread, [:])
  }

  /// Writes a stored archive.
  public func write(
    _ tensors: StateDictionary, metadata: [String: String], to path: String
  ) throws {
    try NumPyArchive(tensors: tensors).write(to: path)
  }
}

extension WeightsFormat where Self == NumPyFormat {
  /// A NumPy archive.
  public static var numPy: Self { Self() }
}

extension FormatError.Format {
  /// NumPy's file of one array, or an archive of them.
  public static let numPy = Self("NumPy")
}

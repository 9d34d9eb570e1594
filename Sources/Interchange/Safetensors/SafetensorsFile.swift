import GradusLayers
import GradusTensors

/// The contents of a safetensors file: named tensors and string metadata.
///
/// The file is an eight-byte little-endian length, a JSON header of that length and the elements of
/// all tensors, back to back (<https://github.com/huggingface/safetensors>, "Format").
///
/// Reading trusts nothing: any sequence of bytes gives either a file or a `SafetensorsError`.
public struct SafetensorsFile: Sendable {
  /// Free text by key. The key `crc32` is the library's own: writing sets it, reading removes it.
  public var metadata: [String: String]

  /// The tensors in the order of their data in the file.
  public var tensors: StateDictionary

  /// The names of tensors that were not selected and not read.
  public let unread: [String]

  /// Makes the contents of a file; no name may be `__metadata__`.
  public init(metadata: [String: String] = [:], tensors: StateDictionary = [:]) {
    self.metadata = metadata
    self.tensors = tensors
    unread = []
  }

  /// The tensor called `name`, or nil.
  public subscript(name: String) -> Tensor? { tensors[name] }

  static let metadataKey = "__metadata__"
  static let checksumKey = "crc32"
  static let checksumPlaceholder = [UInt8](repeating: UInt8(ascii: "0"), count: 8)
  static let lengthByteCount = 8
  static let largestHeader = 100_000_000
}

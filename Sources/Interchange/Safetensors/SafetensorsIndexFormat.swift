import Foundation
import GradusLayers

/// Safetensors in several files with an index, `model.safetensors.index.json`, which says in which of the
/// files beside it each tensor is.
public struct SafetensorsIndexFormat: PartialWeightsFormat {
  /// `safetensors-index`.
  public let name = "safetensors-index"
  /// PyTorch's.
  public let layout = StateDictionary.Layout.pyTorch

  /// More than that is no index.
  private static let mostBytes = 100 << 20

  /// Makes the format.
  public init() {}

  /// Whether it is a JSON object with a `weight_map`.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.first == UInt8(ascii: "{") && bytes.count <= Self.mostBytes
      && bytes.prefix(1 << 16).hasBytes(Array("\"weight_map\"".utf8))
  }

  /// The tensors that are selected; files with none of them are not opened. Throws `FormatError`, `FileError`
  /// and `SafetensorsError`.
  public func part(
    of bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    let map = try Self.files(bytes, path: path)
    let chosen = try selection.chosen(of: map.keys.sorted(), path: path, .safetensorsIndex)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var tensors = StateDictionary()
    for (file, wanted) in Dictionary(grouping: chosen.read, by: { map[$0.stored] ?? "" })
      .sorted(by: { $0.key < $1.key })
    {
      // Bytes, not characters: a mark behind a slash makes another character of it.
      guard !file.isEmpty, !file.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 }),
        file != "..", file != "."
      else {
        throw FormatError(
          path, .safetensorsIndex,
          "\(file.quoted) is no name of a file beside it; only such are opened")
      }
      guard !file.hasSuffix(".bin") else {
        throw FormatError(
          path, .safetensorsIndex,
          "it is an index of PyTorch's files, \(file.quoted), and only safetensors are read by an index; "
            + "write it again by save_pretrained(…, safe_serialization=True)")
      }
      let place = "\(folder)/\(file)"
      let names = Set(wanted.map(\.stored))
      let part = try SafetensorsFormat().part(
        of: FileContents.read(place), path: place, WeightsSelection { names.intersection($0) })
      for (name, stored) in wanted.sorted(by: { $0.name < $1.name }) {
        guard let tensor = part.tensors[stored] else {
          throw FormatError(
            path, .safetensorsIndex, "it has \(stored.quoted) in \(file.quoted), where it is not")
        }
        tensors[name] = tensor
      }
    }
    return (tensors, chosen.unread, [:])
  }

  /// The file of each tensor; throws `FormatError` for anything but an object with an object of texts.
  private static func files(_ bytes: [UInt8], path: String) throws -> [String: String] {
    var (map, hasMap) = ([String: String](), false)
    var scanner = JSONScanner(bytes, 0..<bytes.count) { problem in
      switch problem {
      case .malformed(let problem, let offset):
        FormatError(path, .safetensorsIndex, at: offset, problem)
      case .duplicateKey(let key, let offset):
        FormatError(path, .safetensorsIndex, at: offset, "\(key.quoted) stands here a second time")
      }
    }
    scanner.skipSpace()
    try scanner.object { scanner, key in
      guard key == "weight_map" else { return try scanner.skipValue() }
      hasMap = true
      try scanner.object { scanner, name in map[name] = try scanner.string().value }
    }
    try scanner.finish()
    guard hasMap else { throw FormatError(path, .safetensorsIndex, "it has no weight_map") }
    return map
  }
}

extension FormatError.Format {
  /// An index of safetensors files.
  public static let safetensorsIndex = Self("safetensors index")
}

extension ArraySlice<UInt8> {
  /// Whether some bytes stand anywhere in these.
  fileprivate func hasBytes(_ part: [UInt8]) -> Bool {
    guard count >= part.count else { return false }
    return (startIndex...endIndex - part.count).contains { self[$0...].starts(with: part) }
  }
}

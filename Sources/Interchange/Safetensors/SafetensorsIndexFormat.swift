import Foundation
import GradusLayers

/// Safetensors in several files with an index, `model.safetensors.index.json`, which says in which of the
/// files beside it each tensor is.
public struct SafetensorsIndexFormat: WeightsFormat {
  /// `safetensors-index`.
  public let name = "safetensors-index"
  /// PyTorch's.
  public let layout = StateDictionary.Layout.pyTorch

  /// More than that is no index.
  private static let mostBytes = 100 << 20

  private struct Index: Decodable {
    let files: [String: String]

    private enum CodingKeys: String, CodingKey {
      case files = "weight_map"
    }
  }

  /// Makes the format.
  public init() {}

  /// Whether it is a JSON object with a `weight_map`.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.first == UInt8(ascii: "{") && bytes.count <= Self.mostBytes
      && bytes.prefix(1 << 16).hasBytes(Array("\"weight_map\"".utf8))
  }

  /// The tensors of all files. Throws `FormatError`, `FileError` and `SafetensorsError`.
  public func read(
    _ bytes: [UInt8], path: String
  ) throws -> (tensors: StateDictionary, metadata: [String: String]) {
    let file = try read(bytes, path: path, .everything)
    return (file.tensors, file.metadata)
  }

  /// The same of the tensors that are selected; files with none of them are not opened.
  public func read(
    _ bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    guard let index = try? JSONDecoder().decode(Index.self, from: Data(bytes)) else {
      throw FormatError(path, .safetensorsIndex, "it is no JSON object of names and files")
    }
    let map = index.files
    let chosen = try selection.chosen(of: map.keys.sorted(), path: path, .safetensorsIndex)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var tensors = StateDictionary()
    for (file, wanted) in Dictionary(grouping: chosen.read, by: { map[$0.stored] ?? "" })
      .sorted(by: { $0.key < $1.key })
    {
      guard !file.isEmpty, !file.contains("/"), file != "..", file != "." else {
        throw FormatError(
          path, .safetensorsIndex,
          "\(file.quoted) is no name of a file beside it; only such are opened")
      }
      let place = "\(folder)/\(file)"
      let names = Set(wanted.map(\.stored))
      let part = try SafetensorsFormat().read(
        FileContents.read(place), path: place, WeightsSelection { names.intersection($0) })
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

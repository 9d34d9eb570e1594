import Foundation
import GradusInterchange

extension ExternalData {
  /// Takes an entry that says where the elements are.
  mutating func take(
    _ entry: (key: String, value: String), _ reader: WireReader, _ field: WireFormat.Field
  ) throws {
    func number() throws -> Int {
      guard let number = Int(entry.value), number >= 0 else {
        throw reader.failure(
          at: field.offset, "the \(entry.key) of external data is \(entry.value.quoted)")
      }
      return number
    }
    switch entry.key {
    case "location": location = entry.value
    case "offset": offset = try number()
    case "length": length = try number()
    default: break
    }
  }

  /// The file, which must lie in the model's folder and be no link out of it.
  private func path(
    beside model: String, _ failure: (String) -> FormatError
  ) throws -> String {
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.isEmpty, !location.contains("\0"), !location.contains("\\"),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else {
      throw failure("is in \(location.quoted), which is no file in the model's folder")
    }
    let folder = URL(fileURLWithPath: model).deletingLastPathComponent().resolvingSymlinksInPath()
    let file = folder.appendingPathComponent(location).resolvingSymlinksInPath()
    guard file.path.hasPrefix(folder.path == "/" ? "/" : folder.path + "/") else {
      throw failure("is in \(location.quoted), a link out of the model's folder")
    }
    return file.path
  }

  /// The elements, which take so many bytes, of which no others are read.
  ///
  /// Throws `failure` of what does not fit, and `FileError`.
  func bytes(
    _ byteCount: Int, beside model: String, _ failure: (String) -> FormatError
  ) throws -> [UInt8] {
    let bytes = try FileContents.read(try path(beside: model, failure)) { length in
      guard offset <= length else {
        throw failure("begins at byte \(offset) of \(location.quoted), which has \(length)")
      }
      let count = self.length ?? length - offset
      guard count <= length - offset else {
        throw failure("ends beyond \(location.quoted), which has \(length) bytes")
      }
      guard count == byteCount else {
        throw failure("has \(count) bytes in \(location.quoted), and needs \(byteCount)")
      }
      return offset..<offset + count
    }
    guard bytes.count == byteCount else {
      throw failure("ends beyond \(location.quoted), which is shorter than it was")
    }
    return bytes
  }
}

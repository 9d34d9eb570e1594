import Foundation

extension Encodable {
  /// The value as JSON with sorted keys, on one line or indented so that two files compare line by
  /// line; throws `EncodingError`, for one on a number that is not finite.
  package func json(indented: Bool) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if indented { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

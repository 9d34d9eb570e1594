import GradusInterchange

extension Encodable {
  /// The value as JSON with sorted keys, on one line or indented so that two files compare line by
  /// line; numbers that are not finite are null.
  package func json(indented: Bool) throws -> String {
    String(decoding: try JSONText.bytes(self, indented: indented), as: UTF8.self)
  }
}

import GradusDatasets
import GradusInterchange

extension RunFolder {
  private static let dataName = "data.json"

  /// Notes in `data.json` which data the run in the folder uses, or compares them with those that it
  /// began with.
  ///
  /// A folder without a note gets one. Throws `DataMismatch` for the first part that differs, and
  /// `FileError` for a note that cannot be read or written.
  ///
  /// - Parameters:
  ///   - parts: the data sets by what they are for, such as `training` and `test`.
  ///   - acceptsOthers: notes the data anew where they differ.
  public func note(data parts: [String: any LabelledImages], acceptsOthers: Bool = false) throws {
    let found = parts.mapValues(\.fingerprint)
    let isNoted = contains(Self.dataName)
    let began = isNoted ? try read([String: String].self, from: Self.dataName) : found
    if !acceptsOthers {
      for (part, data) in parts.sorted(by: { $0.key < $1.key }) {
        guard let before = began[part], before != data.fingerprint else { continue }
        throw DataMismatch("\(data.name) (\(part))", began: before, found: data.fingerprint)
      }
    }
    if !isNoted || began != found { try write(found, to: Self.dataName) }
  }
}

/// What `-` means where an output is named.
package enum OutputPath {
  /// The name of standard output, as other programs have it.
  package static let standardOutput = "-"

  /// Throws `UserError` for standard output where a result is a file of numbers or a folder.
  package static func requireFile(_ path: String) throws {
    guard path == standardOutput else { return }
    throw UserError(
      "- is standard output, which takes pictures and text; name a file, or ./- for one of that name"
    )
  }
}

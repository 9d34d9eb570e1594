import Foundation
import Gradus
import GradusExampleSupport

/// Where a picture goes: a file, or standard output when there is none.
struct PictureFile {
  let path: String?

  /// Writes the text; throws one line that names the file when it cannot be written.
  func write(_ text: String) throws {
    guard let path else { return print(text, terminator: "") }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw UserError("\(path) cannot be written; check the folder and its permissions")
    }
  }
}

import Gradus
import GradusExampleSupport

/// Where a picture goes: a file, or standard output when there is none or it is `-`.
struct PictureFile {
  let path: String?

  /// Writes the text; throws `FileError`, one line that names the file, when it cannot be written.
  func write(_ text: String) throws {
    guard let path, path != OutputPath.standardOutput else {
      return print(text, terminator: "")
    }
    try AtomicFile.write(text, to: path)
  }
}

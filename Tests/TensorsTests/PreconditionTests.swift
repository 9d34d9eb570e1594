import Foundation
import Testing

/// The package's `precondition` keeps its message in release builds, and a file that does not import
/// it gets the standard library's, which does not.
@Suite struct PreconditionTests {
  @Test func everyFileThatUsesItImportsIt() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var checked = 0
    for folder in ["Sources", "Examples"] {
      let files = FileManager.default.enumerator(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        guard file.pathExtension == "swift", !file.path.contains("/Sources/Tensors/") else {
          continue
        }
        let text = try String(contentsOf: file, encoding: .utf8)
        guard text.contains("precondition(") || text.contains("preconditionFailure(") else {
          continue
        }
        checked += 1
        let imports = text.contains("import GradusTensors\n") || text.contains("import Gradus\n")
        #expect(imports, "\(file.lastPathComponent) must import GradusTensors")
      }
    }
    #expect(checked > 20)
  }
}

import Foundation

/// The files of `Pictures`, made by its `make.py`.
enum PictureFiles {
  static func path(_ name: String) -> String {
    Bundle.module.resourcePath! + "/Pictures/" + name
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

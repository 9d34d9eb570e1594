import GradusLayers

/// The rule for names inside archives: a plain relative path.
enum ZipEntryName {
  /// What is wrong with a name; nil for a good one.
  ///
  /// By bytes, as file systems take names: a combining accent makes another character of the slash
  /// before it, and leaves the path what it is.
  static func problem(_ name: String) -> String? {
    let slash = UInt8(ascii: "/")
    let bytes = Array(name.utf8)
    if bytes.isEmpty { return "it is empty" }
    if bytes.count > Int(UInt16.max) { return "it is longer than \(UInt16.max) bytes" }
    if bytes.contains(0) { return "it contains a zero byte" }
    if name.unicodeScalars.contains(where: \.isInvisible) {
      return "it contains a control or formatting character"
    }
    if bytes.contains(UInt8(ascii: "\\")) { return "it contains a backslash" }
    if bytes.first == slash { return "it is an absolute path" }
    if bytes.last == slash { return "it is a folder" }
    let components = bytes.split(separator: slash, omittingEmptySubsequences: false)
    func contains(_ component: String) -> Bool {
      components.contains { $0.elementsEqual(component.utf8) }
    }
    if contains("..") { return "it leads out of its folder" }
    if contains(".") || contains("") { return "it is not a plain path" }
    if components[0].count == 2, components[0].last == UInt8(ascii: ":") {
      return "it is an absolute path"
    }
    return nil
  }
}

/// The rule for names inside archives: a plain relative path.
enum ZipEntryName {
  /// What is wrong with a name; nil for a good one.
  static func problem(_ name: String) -> String? {
    if name.isEmpty { return "it is empty" }
    if name.utf8.contains(0) { return "it contains a zero byte" }
    if name.contains("\\") { return "it contains a backslash" }
    if name.hasPrefix("/") { return "it is an absolute path" }
    if name.hasSuffix("/") { return "it is a folder" }
    let components = name.split(separator: "/", omittingEmptySubsequences: false)
    if components.contains("..") { return "it leads out of its folder" }
    if components.contains(".") || components.contains("") { return "it is not a plain path" }
    if components[0].count == 2, components[0].hasSuffix(":") { return "it is an absolute path" }
    return nil
  }
}

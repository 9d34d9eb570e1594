import Foundation

/// The memory of this process that was in the machine's.
enum ResidentMemory {
  /// The most so far, in bytes (`VmHWM` of Linux); nil where the system does not tell.
  static var peakBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Int($0)
      })
    else { return nil }
    return kibibytes * 1024
  }
}

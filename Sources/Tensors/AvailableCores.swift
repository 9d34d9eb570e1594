import Foundation

/// How many cores this process may use: those it may run on, within the quota of its control groups.
package enum AvailableCores {
  /// The number, at least 1. A quota of one and a half cores counts as two.
  package static var count: Int {
    func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
    let allowed =
      affinity(status: text("/proc/self/status") ?? "")
      ?? ProcessInfo.processInfo.activeProcessorCount
    let quota = quota(groups: text("/proc/self/cgroup") ?? "", reading: text)
    return max(1, min(allowed, quota.map { Int($0.rounded(.up)) } ?? allowed))
  }

  /// The cores that `/proc/self/status` lets the process run on, by `taskset` or a control group's set;
  /// nil where it does not say.
  static func affinity(status: String) -> Int? {
    let lines = status.split(separator: "\n").filter { $0.hasPrefix("Cpus_allowed:") }
    guard let mask = lines.first?.split(whereSeparator: \.isWhitespace).last else { return nil }
    let words = mask.split(separator: ",").map { UInt64($0, radix: 16) }
    let cores = words.reduce(0) { $0 + ($1?.nonzeroBitCount ?? 0) }
    return cores > 0 && words.allSatisfy { $0 != nil } ? cores : nil
  }

  /// The least quota of the groups that `/proc/self/cgroup` lists and of those above them.
  ///
  /// - Parameters:
  ///   - groups: lines of hierarchy, controllers and path; version 2 has a line without controllers.
  ///   - text: what a file holds; nil where it is missing.
  static func quota(groups: String, reading text: (String) -> String?) -> Double? {
    groups.split(separator: "\n").flatMap { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [Double]() }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("cpu") else { return [] }
      // A container often sees its own group as the root of the hierarchy, whatever the path says.
      return ancestors(of: String(parts[2])).compactMap { path in
        isUnified
          ? text("/sys/fs/cgroup\(path)/cpu.max").flatMap(cores)
          : cores(
            "\(text("/sys/fs/cgroup/cpu\(path)/cpu.cfs_quota_us") ?? "") "
              + "\(text("/sys/fs/cgroup/cpu\(path)/cpu.cfs_period_us") ?? "")")
      }
    }.min()
  }

  /// A path and those above it, each without a slash at its end.
  private static func ancestors(of path: String) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).map { count in names.prefix(count).map { "/\($0)" }.joined() }
  }

  /// The cores that a quota and a period, in microseconds, amount to; nil for no quota.
  private static func cores(_ text: String) -> Double? {
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0
    else { return nil }
    return quota / period
  }
}

import Foundation
import GradusTensors

/// The machine and the software of a run.
public enum RunEnvironment {
  /// Names and values for a run's `environment.json`.
  public static func describe() -> [String: String] {
    let process = ProcessInfo.processInfo
    return [
      "processor": processor ?? "unknown",
      "cores": "\(AvailableCores.count)",
      "threads": "\(Parallel.threadCount)",
      "memory": "\(process.physicalMemory >> 20) MiB",
      "system": process.operatingSystemVersionString,
      "vectors": VectorInstructions.tier,
      "blas": BLAS.description,
      "swift": compiler,
      "started": ISO8601DateFormatter().string(from: Date()),
    ]
  }

  /// The processor's name; nil where the system does not say.
  package static var processor: String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return nil
    }
    return text.split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
  }

  private static var compiler: String {
    #if swift(>=6.3)
      "6.3 or later"
    #else
      "before 6.3"
    #endif
  }
}

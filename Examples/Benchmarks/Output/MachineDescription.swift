import Foundation
import Gradus

/// The machine in words.
enum MachineDescription {
  /// Processor, cores and BLAS: `AMD EPYC, 2 cores, OpenBLAS`.
  static var text: String {
    "\(processor), \(ProcessInfo.processInfo.activeProcessorCount) cores, \(BLAS.implementation)"
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").dropFirst().first
      .map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }
}

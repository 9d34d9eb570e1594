import Foundation

/// Whether this machine can run the kernels of this module.
///
/// On x86-64 the module is compiled for AVX2 and fused multiply-add, which every server and desktop
/// processor since about 2013 has; on other architectures for their own baseline. Callers ask
/// before they call, and take another way on a machine without.
package enum VectorUnit {
  /// True when the processor has the instructions this module is compiled for.
  package static let isSupported: Bool = {
    #if arch(x86_64) && os(Linux)
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
      else { return false }
      let flags = Set(line.split(separator: " "))
      return flags.contains("avx2") && flags.contains("fma")
    #elseif arch(x86_64)
      return false
    #else
      return true
    #endif
  }()
}

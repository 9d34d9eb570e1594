import Foundation

/// Which tier's kernels run on this machine.
///
/// On x86-64 there is a module for AVX2 and fused multiply-add, which every server and desktop
/// processor since about 2013 has, and one for AVX-512; on other architectures one for what they
/// always have. Callers take another way on a machine without.
package enum VectorUnit {
  /// An instruction set that the library has kernels for.
  package enum Tier: String, CaseIterable, Sendable {
    /// No vector kernels: plain loops and the products of BLAS.
    case scalar
    /// The vectors that the architecture always has.
    case baseline
    /// AVX2 with fused multiply-add.
    case avx2
    /// AVX-512 F, DQ, BW and VL.
    case avx512
  }

  /// The environment variable that chooses a tier.
  package static let variable = "GRADUS_VECTOR_TIER"

  /// The tier in use: the best that processor and operating system support, or the one that
  /// `GRADUS_VECTOR_TIER` names, if it can run here.
  package static let tier = choice(ProcessInfo.processInfo.environment[variable]).tier

  /// A line to print once at start-up when `GRADUS_VECTOR_TIER` names no tier that can run, else nil.
  package static let warning = choice(ProcessInfo.processInfo.environment[variable]).warning

  /// True when there are kernels for the tier in use.
  package static let isSupported = tier != .scalar

  /// The tiers that can run on this machine, the best last.
  package static let available: [Tier] = {
    #if arch(x86_64)
      return [.scalar] + (ProcessorFeatures.hasAVX2 ? [.avx2] : [])
        + (ProcessorFeatures.hasAVX512 ? [.avx512] : [])
    #else
      return [.scalar, .baseline]
    #endif
  }()

  /// The tier that a wish leads to.
  package static func choice(_ wish: String?) -> (tier: Tier, warning: String?) {
    let best = available[available.count - 1]
    guard let wish, !wish.isEmpty else { return (best, nil) }
    if let tier = Tier(rawValue: wish.lowercased()), available.contains(tier) { return (tier, nil) }
    let names = available.map(\.rawValue).joined(separator: ", ")
    return (
      best, "\(variable)=\(wish) names no tier of this machine (\(names)); using \(best.rawValue)"
    )
  }
}

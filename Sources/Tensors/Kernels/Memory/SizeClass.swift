/// A size of the pool's buffers.
///
/// Classes lie an eighth of a power of two apart, so that at most 12.5 % is wasted; from 16 MiB on a
/// thirty-second, 3 %. None is finer than a cache line.
struct SizeClass {
  /// The bytes of its buffers, a multiple of a cache line.
  let byteCount: Int
  /// Its place among all classes, smaller ones first; some places stand for none.
  let index: Int

  /// From here on classes lie closer together.
  static let huge = 1 << 24
  /// How many places there are.
  static let count = place(exponent: Int.bitWidth - 1, step: 0)

  /// The smallest class that holds so many bytes.
  init(holding bytes: Int) {
    let least = max(bytes, SystemMemory.alignment)
    let exponent = Self.exponent(of: least)
    // A step is a power of two.
    let step = max(SystemMemory.alignment, 1 &<< (exponent &- Self.halvings(exponent)))
    byteCount = (least &+ step &- 1) & ~(step &- 1)
    // Rounding up may reach the next power of two.
    let own = Self.exponent(of: byteCount)
    let beyond = byteCount &- (1 &<< own)
    index = Self.place(exponent: own, step: beyond &>> (own &- Self.halvings(own)))
  }

  private static func exponent(of bytes: Int) -> Int {
    Int.bitWidth &- 1 &- bytes.leadingZeroBitCount
  }

  /// The logarithm of how many classes there are from a power of two to the next.
  private static func halvings(_ exponent: Int) -> Int { (1 &<< exponent) < huge ? 3 : 5 }

  private static func place(exponent: Int, step: Int) -> Int {
    let hugeExponent = Self.exponent(of: huge)
    return min(exponent, hugeExponent) &* 8 &+ max(0, exponent &- hugeExponent) &* 32 &+ step
  }
}

/// Counter-based random numbers: each value depends on the seed, the stream's name and its index
/// only.
///
/// There is no state to save or share, so initialisation does not depend on the order of
/// construction, and a resumed run draws what the uninterrupted one would have drawn.
///
/// The stream key is the 64-bit FNV-1a hash of the name mixed with the seed; draw `i` is SplitMix64
/// at position `i` (Steele, Lea, Flood 2014).
public struct RandomStream: Sendable {
  private let key: UInt64

  /// Makes the stream `name` of `seed`.
  public init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    key = Self.mix(hash ^ Self.mix(seed &+ Self.increment))
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// What is added from draw to draw before the bits are mixed.
  @inline(__always) private static var increment: UInt64 { 0x9e37_79b9_7f4a_7c15 }

  /// 64 random bits.
  public func bits(_ index: Int) -> UInt64 { Self.mix(state(index)) }

  private func state(_ index: Int) -> UInt64 {
    key &+ (UInt64(bitPattern: Int64(index)) &+ 1) &* Self.increment
  }

  /// A number in [0, 1) with 53 random bits.
  public func uniform(_ index: Int) -> Double { Self.uniform(state(index)) }

  @inline(__always)
  private static func uniform(_ state: UInt64) -> Double {
    // As a signed number, which processors convert in one instruction.
    Double(Int64(bitPattern: mix(state) >> 11)) * 0x1p-53
  }

  /// The numbers of `uniform` one after the other, without a multiplication each.
  struct Uniforms {
    fileprivate var state: UInt64

    @inline(__always)
    mutating func next() -> Double {
      defer { state &+= RandomStream.increment }
      return RandomStream.uniform(state)
    }
  }

  /// The numbers of `uniform` from an index on.
  func uniforms(from index: Int) -> Uniforms { Uniforms(state: state(index)) }

  /// A standard normal number, by the Box-Muller transform of draws `2 i` and `2 i + 1`.
  public func normal(_ index: Int) -> Double { NormalKernel.draw(index, of: self) }

  /// A whole number in `0..<bound`, without bias worth measuring (128-bit multiplication).
  public func integer(_ index: Int, below bound: Int) -> Int {
    Int(bits(index).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A permutation of `0..<count` (Fisher-Yates, with draw `i` deciding position `i`).
  public func permutation(_ count: Int) -> [Int] {
    var result = Array(0..<count)
    for index in stride(from: count - 1, to: 0, by: -1) {
      result.swapAt(index, integer(index, below: index + 1))
    }
    return result
  }
}

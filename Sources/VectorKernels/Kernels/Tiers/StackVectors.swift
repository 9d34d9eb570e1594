/// Some vectors that live in registers or on the stack, between one map of a tile and the next.
///
/// They are allocated in two halves: a temporary allocation of more than 1,024 bytes, sixteen vectors of
/// 64, comes from the heap, which takes as long as a tile does, and what is there never gets into registers.
struct StackVectors<Vector> {
  private let lower: UnsafeMutablePointer<Vector>
  private let upper: UnsafeMutablePointer<Vector>
  private let half: Int

  /// Runs `body` with `count` vectors, of at most 2,048 bytes.
  @inline(__always)
  static func with(_ count: Int, _ body: (Self) -> Void) {
    let half = (count &+ 1) / 2
    assert(half &* MemoryLayout<Vector>.stride <= 1024, "more would come from the heap")
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: half) { lower in
      withUnsafeTemporaryAllocation(of: Vector.self, capacity: half) { upper in
        body(
          Self(
            lower: lower.baseAddress.unsafelyUnwrapped, upper: upper.baseAddress.unsafelyUnwrapped,
            half: half))
      }
    }
  }

  /// One of them; written before it is read.
  subscript(index: Int) -> Vector {
    @inline(__always) get { index < half ? lower[index] : upper[index &- half] }
    @inline(__always) nonmutating set {
      if index < half {
        lower[index] = newValue
      } else {
        upper[index &- half] = newValue
      }
    }
  }
}

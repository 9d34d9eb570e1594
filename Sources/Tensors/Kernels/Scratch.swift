/// A temporary buffer from the pool, returned when the last reference goes.
final class Scratch {
  let base: UnsafeMutableRawPointer
  private let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    base = BufferPool.shared.allocate(byteCount: byteCount)
  }

  deinit { BufferPool.shared.deallocate(base, byteCount: byteCount) }
}

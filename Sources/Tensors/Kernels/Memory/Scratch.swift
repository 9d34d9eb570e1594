/// A temporary buffer from the pool, returned when the last reference goes.
final class Scratch {
  private let loan: BufferPool.Loan

  init(byteCount: Int) { loan = BufferPool.shared.allocate(byteCount: byteCount) }

  var base: UnsafeMutableRawPointer { loan.base }

  deinit { BufferPool.shared.deallocate(loan) }
}

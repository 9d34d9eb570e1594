import Synchronization

/// The memory behind a tensor, or only its size for a shape-only tensor.
///
/// Immutable once shared: kernels write to a fresh storage, and in-place operations check that they
/// hold the only reference. That is why it is safe to send between threads.
final class TensorStorage: @unchecked Sendable {
  let byteCount: Int
  let base: UnsafeMutableRawPointer?
  private let loan: BufferPool.Loan?

  /// Bytes that live shape-only tensors would occupy, counted by the same reference counts as real
  /// memory, so that the memory of a network can be measured without allocating it.
  static let virtualBytes = Atomic<Int>(0)

  /// The counter of the scope a shape-only tensor was made in.
  private let memory: ShapeOnlyMemory?

  init(byteCount: Int, shapeOnly: Bool) {
    self.byteCount = byteCount
    if shapeOnly {
      (base, loan) = (nil, nil)
      memory = ShapeOnlyMemory.current
      memory?.add(byteCount)
      Self.virtualBytes.add(byteCount, ordering: .relaxed)
    } else {
      memory = nil
      let loan = BufferPool.shared.allocate(byteCount: byteCount)
      (base, self.loan) = (loan.base, loan)
    }
  }

  deinit {
    if let loan {
      BufferPool.shared.deallocate(loan)
    } else {
      memory?.subtract(byteCount)
      Self.virtualBytes.subtract(byteCount, ordering: .relaxed)
    }
  }
}

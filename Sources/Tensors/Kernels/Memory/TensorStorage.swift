import Synchronization

/// The memory behind a tensor, or only its size for a shape-only tensor.
///
/// Immutable once shared: kernels write to a fresh storage, and in-place operations check that they
/// hold the only reference. That is why it is safe to send between threads.
final class TensorStorage: @unchecked Sendable {
  let byteCount: Int
  let base: UnsafeMutableRawPointer?
  private let loan: BufferPool.Loan?
  /// Whose elements these are, if they are a part of another tensor's.
  private let whole: TensorStorage?
  /// What kernels made of the elements and use again while they stand; reached behind a lock, or by
  /// whoever holds the only reference.
  @exclusivity(unchecked) private var preparations: [Preparation: KeptPreparation] = [:]
  private static let preparing = Lock()

  /// Bytes that live shape-only tensors would occupy, counted by the same reference counts as real
  /// memory, so that the memory of a network can be measured without allocating it.
  static let virtualBytes = Atomic<Int>(0)

  /// The counter of the scope a shape-only tensor was made in.
  private let memory: ShapeOnlyMemory?

  init(byteCount: Int, shapeOnly: Bool) {
    self.byteCount = byteCount
    whole = nil
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

  /// A part of a tensor's elements, for kernels that read it.
  init(_ whole: TensorStorage, byteOffset: Int, byteCount: Int) {
    self.byteCount = byteCount
    self.whole = whole
    (base, loan, memory) = (whole.base.map { $0 + byteOffset }, nil, nil)
  }

  /// What `make` makes of the elements: made once for each key, until they change; nil where there is no
  /// room to keep it.
  func kept<Value: AnyObject>(
    _ key: Preparation, byteCount: Int, _ make: () -> Value
  ) -> Value? {
    if let known = Self.preparing.withLock({ preparations[key]?.value as? Value }) { return known }
    guard let kept = KeptPreparation(byteCount: byteCount, make) else { return nil }
    Self.preparing.withLock { preparations[key] = kept }
    return kept.value as? Value
  }

  /// Must be called before elements are changed, by whoever holds the only reference.
  func elementsWillChange() {
    if !preparations.isEmpty { preparations = [:] }
  }

  deinit {
    if let loan {
      BufferPool.shared.deallocate(loan)
    } else if whole == nil {
      memory?.subtract(byteCount)
      Self.virtualBytes.subtract(byteCount, ordering: .relaxed)
    }
  }
}

import Foundation

/// Recycles the memory of tensors, because page faults of fresh memory are a visible share of a
/// training step.
///
/// Sizes are rounded up to classes, so that at most 12.5 % is wasted. A buffer of a larger class is
/// taken where the right one is not at hand, and what has not been used for longest goes back to the
/// system before the pool grows far beyond what the program has had in use at once: by an eighth, at
/// most 48 MiB, and 16 MiB from a gigabyte on. Thread-safe: all state is behind one lock.
public final class BufferPool: @unchecked Sendable {
  /// The pool every tensor uses.
  public static let shared = BufferPool()

  /// What the pool holds, in bytes.
  public struct Statistics: Sendable {
    /// Memory in use by live tensors and scratch buffers, each rounded up to its size class.
    public var live = 0
    /// Memory kept for reuse.
    public var cached = 0
    /// The highest value `live` has had.
    public var peak = 0
    /// Memory taken from the system and not given back.
    public var reserved = 0
    /// The number of buffers taken from the system so far.
    public var systemAllocations = 0
  }

  /// A buffer on loan.
  struct Loan {
    let base: UnsafeMutableRawPointer
    /// The size class that was asked for.
    let size: Int
    /// The size class of the memory, which may be larger.
    let capacity: Int
    /// Its place among all classes.
    let place: Int
  }

  private let lock = Lock()
  /// Reached behind the lock alone, so that nothing has to be checked again for each buffer.
  @exclusivity(unchecked) private var buffers = IdleBuffers()
  private let limit: Int

  /// Makes a pool that keeps at most `limit` bytes for reuse, by default half the machine's memory.
  init(limit: Int = Int(ProcessInfo.processInfo.physicalMemory / 2)) {
    self.limit = limit
  }

  /// A snapshot of the pool's figures.
  public var statistics: Statistics { lock.withLock { buffers.figures } }

  /// Returns all cached memory to the system.
  public func empty() {
    lock.withLock { buffers.release(until: 0) }.forEach { $0.free() }
  }

  /// Uninitialised memory of at least `byteCount` bytes, aligned to a cache line.
  func allocate(byteCount: Int) -> Loan {
    let size = SizeClass(holding: byteCount)
    let (found, surplus) = lock.withLock { buffers.take(size) }
    if let found { return found }
    for memory in surplus { memory.free() }
    var fresh = SystemMemory(size: size.byteCount)
    if fresh == nil {
      // What is kept for reuse is worth less than going on.
      empty()
      fresh = SystemMemory(size: size.byteCount)
    }
    guard let fresh else { MemoryExhaustion.stop("a tensor", byteCount) }
    return Loan(
      base: fresh.base, size: size.byteCount, capacity: size.byteCount, place: size.index)
  }

  /// Begins `statistics.peak` anew at what is live now, to measure a part of a program. The pool, which
  /// keeps memory by its peak, may then keep less.
  public func resetPeak() { lock.withLock { buffers.figures.peak = buffers.figures.live } }

  /// Gives memory back.
  func deallocate(_ loan: Loan) {
    let surplus = lock.withLock { buffers.put(loan, limit: limit) }
    for memory in surplus { memory.free() }
  }
}

import Foundation

/// Recycles the memory of tensors, because page faults of fresh memory are a visible share of a
/// training step.
///
/// Sizes are rounded up to classes an eighth of a power of two apart, so at most 12.5 % is wasted.
/// Thread-safe: all state is behind one lock (`NSLock`, which ThreadSanitizer understands).
public final class BufferPool: @unchecked Sendable {
  /// The pool every tensor uses.
  public static let shared = BufferPool()

  /// What the pool holds, in bytes.
  public struct Statistics: Sendable {
    /// Memory in use by live tensors and scratch buffers.
    public var live = 0
    /// Memory kept for reuse.
    public var cached = 0
    /// The highest value `live` has had.
    public var peak = 0
    /// The number of buffers taken from the system so far.
    public var systemAllocations = 0
  }

  private let lock = NSLock()
  private var free: [Int: [UnsafeMutableRawPointer]] = [:]
  private var figures = Statistics()
  private let limit: Int
  private static let alignment = 64

  /// Makes a pool that keeps at most `limit` bytes for reuse, by default half the machine's memory.
  init(limit: Int = Int(ProcessInfo.processInfo.physicalMemory / 2)) {
    self.limit = limit
  }

  /// A snapshot of the pool's figures.
  public var statistics: Statistics { lock.withLock { figures } }

  /// Returns all cached memory to the system.
  public func empty() {
    let buffers = lock.withLock {
      let all = free.values.flatMap { $0 }
      free.removeAll()
      figures.cached = 0
      return all
    }
    for buffer in buffers { Foundation.free(buffer) }
  }

  /// The size class that holds `byteCount` bytes.
  static func sizeClass(_ byteCount: Int) -> Int {
    let minimum = max(byteCount, alignment)
    let step = max(alignment, (1 << (Int.bitWidth - 1 - minimum.leadingZeroBitCount)) / 8)
    return (minimum + step - 1) / step * step
  }

  /// Uninitialised memory of at least `byteCount` bytes, aligned to a cache line.
  func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let size = Self.sizeClass(byteCount)
    if let recycled = lock.withLock({ takeCached(size) }) { return recycled }
    var fresh: UnsafeMutableRawPointer?
    guard posix_memalign(&fresh, Self.alignment, size) == 0, let fresh else {
      fatalError("out of memory: a tensor needs \(byteCount) bytes")
    }
    return fresh
  }

  private func takeCached(_ size: Int) -> UnsafeMutableRawPointer? {
    figures.live += size
    figures.peak = max(figures.peak, figures.live)
    guard let recycled = free[size]?.popLast() else {
      figures.systemAllocations += 1
      return nil
    }
    figures.cached -= size
    return recycled
  }

  /// Gives memory back; `byteCount` is what was asked for.
  func deallocate(_ pointer: UnsafeMutableRawPointer, byteCount: Int) {
    let size = Self.sizeClass(byteCount)
    let isKept = lock.withLock {
      figures.live -= size
      guard figures.cached + size <= limit else { return false }
      figures.cached += size
      free[size, default: []].append(pointer)
      return true
    }
    if !isKept { Foundation.free(pointer) }
  }
}

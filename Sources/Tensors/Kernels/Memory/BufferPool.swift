import Foundation

/// Recycles the memory of tensors, because page faults of fresh memory are a visible share of a
/// training step.
///
/// Sizes are rounded up to classes an eighth of a power of two apart, so at most 12.5 % is wasted;
/// from 16 MiB on to classes a thirty-second apart, 3 %. A buffer of a larger class is taken where the
/// right one is not at hand, and what has not been used for longest goes back to the system before
/// the pool grows far beyond what the program has had in use at once: by an eighth, at most 48 MiB,
/// and 16 MiB from a gigabyte on. Thread-safe: all state is behind one lock (`NSLock`, which
/// ThreadSanitizer understands).
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
  }

  private struct Idle {
    let memory: SystemMemory
    let returned: Int
  }

  private let lock = NSLock()
  /// Idle buffers by size class, the one returned last at the end.
  private var idle: [Int: [Idle]] = [:]
  private var figures = Statistics()
  private var clock = 0
  private let limit: Int
  private static let alignment = SystemMemory.alignment
  /// From here on a buffer of a class up to half as large again is taken for one of the right class.
  private static let largeSize = 1 << 18
  /// From here on size classes lie closer together.
  private static let hugeSize = 1 << 24
  /// Memory that is never worth giving back: small runs would ask the system for it again and again.
  private static let alwaysAllowed = 384 << 20

  /// The most memory that is taken from the system when so much has been in use at once.
  private static func allowance(peak: Int) -> Int {
    max(alwaysAllowed, peak + min(peak / 8, peak < 1 << 30 ? 48 << 20 : 16 << 20))
  }

  /// Makes a pool that keeps at most `limit` bytes for reuse, by default half the machine's memory.
  init(limit: Int = Int(ProcessInfo.processInfo.physicalMemory / 2)) {
    self.limit = limit
  }

  /// A snapshot of the pool's figures.
  public var statistics: Statistics { lock.withLock { figures } }

  /// Returns all cached memory to the system.
  public func empty() {
    lock.withLock { release(until: 0) }.forEach { $0.free() }
  }

  /// The size class that holds `byteCount` bytes.
  static func sizeClass(_ byteCount: Int) -> Int {
    let minimum = max(byteCount, alignment)
    let steps = minimum < hugeSize ? 8 : 32
    let step = max(alignment, (1 << (Int.bitWidth - 1 - minimum.leadingZeroBitCount)) / steps)
    return (minimum + step - 1) / step * step
  }

  /// Uninitialised memory of at least `byteCount` bytes, aligned to a cache line.
  func allocate(byteCount: Int) -> Loan {
    let size = Self.sizeClass(byteCount)
    let (found, surplus) = lock.withLock { take(size) }
    for memory in surplus { memory.free() }
    if let found { return Loan(base: found.base, size: size, capacity: found.size) }
    var fresh = SystemMemory(size: size)
    if fresh == nil {
      // What is kept for reuse is worth less than going on.
      empty()
      fresh = SystemMemory(size: size)
    }
    guard let fresh else { MemoryExhaustion.stop("a tensor", byteCount) }
    return Loan(base: fresh.base, size: size, capacity: size)
  }

  /// Begins `statistics.peak` anew at what is live now, to measure a part of a program. The pool, which
  /// keeps memory by its peak, may then keep less.
  public func resetPeak() { lock.withLock { figures.peak = figures.live } }

  /// Gives memory back.
  func deallocate(_ loan: Loan) {
    let memory = SystemMemory(base: loan.base, size: loan.capacity)
    let surplus = lock.withLock {
      figures.live -= loan.size
      figures.cached += loan.capacity
      clock += 1
      idle[loan.capacity, default: []].append(Idle(memory: memory, returned: clock))
      return release(until: limit)
    }
    for memory in surplus { memory.free() }
  }

  /// An idle buffer, or nil and the buffers to give up before a fresh one is taken.
  private func take(_ size: Int) -> (found: SystemMemory?, surplus: [SystemMemory]) {
    figures.live += size
    figures.peak = max(figures.peak, figures.live)
    let fitting = idle[size]?.isEmpty == false ? size : larger(than: size)
    if let fitting, let found = idle[fitting]?.popLast() {
      figures.cached -= fitting
      return (found.memory, [])
    }
    figures.systemAllocations += 1
    figures.reserved += size
    let excess = figures.reserved - Self.allowance(peak: figures.peak)
    return (nil, excess > 0 ? release(until: max(0, figures.cached - excess)) : [])
  }

  /// The smallest class with an idle buffer that is not much larger than a size.
  private func larger(than size: Int) -> Int? {
    guard size >= Self.largeSize else { return nil }
    return idle.keys.filter { $0 > size && $0 <= size + size / 2 && idle[$0]?.isEmpty == false }
      .min()
  }

  /// Takes out the buffers that have been idle for longest until at most `bytes` are cached.
  private func release(until bytes: Int) -> [SystemMemory] {
    var released: [SystemMemory] = []
    while figures.cached > bytes {
      let oldest = idle.filter { !$0.value.isEmpty }.min {
        $0.value[0].returned < $1.value[0].returned
      }
      guard let size = oldest?.key, let buffer = idle[size]?.removeFirst() else { break }
      figures.cached -= size
      figures.reserved -= size
      released.append(buffer.memory)
    }
    return released
  }
}

import Foundation
import Synchronization

/// Recycles the memory of tensors, because page faults of fresh memory are a visible share of a
/// training step.
///
/// Sizes are rounded up to classes an eighth of a power of two apart, so at most 12.5 % is wasted.
/// Thread-safe.
public final class BufferPool: Sendable {
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

  private struct State: ~Copyable {
    var free: [Int: [UInt]] = [:]
    var statistics = Statistics()
    var limit: Int
  }

  private let state: Mutex<State>
  private static let alignment = 64

  /// Makes a pool that keeps at most `limit` bytes for reuse, by default half the machine's memory.
  init(limit: Int = Int(ProcessInfo.processInfo.physicalMemory / 2)) {
    state = Mutex(State(limit: limit))
  }

  /// A snapshot of the pool's figures.
  public var statistics: Statistics { state.withLock { $0.statistics } }

  /// Returns all cached memory to the system.
  public func empty() {
    let addresses = state.withLock { state in
      let all = state.free.values.flatMap { $0 }
      state.free.removeAll()
      state.statistics.cached = 0
      return all
    }
    for address in addresses { free(UnsafeMutableRawPointer(bitPattern: address)) }
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
    let recycled = state.withLock { state in
      state.statistics.live += size
      state.statistics.peak = max(state.statistics.peak, state.statistics.live)
      if let address = state.free[size]?.popLast() {
        state.statistics.cached -= size
        return UnsafeMutableRawPointer(bitPattern: address)
      }
      state.statistics.systemAllocations += 1
      return nil
    }
    if let recycled { return recycled }
    var fresh: UnsafeMutableRawPointer?
    guard posix_memalign(&fresh, Self.alignment, size) == 0, let fresh else {
      fatalError("out of memory: a tensor needs \(byteCount) bytes")
    }
    return fresh
  }

  /// Gives memory back; `byteCount` is what was asked for.
  func deallocate(_ pointer: UnsafeMutableRawPointer, byteCount: Int) {
    let size = Self.sizeClass(byteCount)
    let kept = state.withLock { state in
      state.statistics.live -= size
      guard state.statistics.cached + size <= state.limit else { return false }
      state.statistics.cached += size
      state.free[size, default: []].append(UInt(bitPattern: pointer))
      return true
    }
    if !kept { free(pointer) }
  }
}

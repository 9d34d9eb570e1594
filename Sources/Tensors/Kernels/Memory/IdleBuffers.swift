/// The buffers that a pool keeps for reuse, and its figures.
struct IdleBuffers {
  private struct Buffer {
    let memory: SystemMemory
    let returned: Int
  }

  var figures = BufferPool.Statistics()
  /// Idle buffers by the place of their size class, the one returned last at the end.
  private var buffers = [[Buffer]](repeating: [], count: SizeClass.count)
  private var clock = 0

  /// From here on a buffer of a class up to half as large again is taken for one of the right class.
  private static let largeSize = 1 << 18
  /// Memory that is never worth giving back: small runs would ask the system for it again and again.
  private static let alwaysAllowed = 384 << 20

  /// The most memory that is taken from the system when so much has been in use at once.
  private static func allowance(peak: Int) -> Int {
    max(alwaysAllowed, peak + min(peak / 8, peak < 1 << 30 ? 48 << 20 : 16 << 20))
  }

  /// An idle buffer, or nil and the buffers to give up before a fresh one is taken.
  mutating func take(_ size: SizeClass) -> (found: BufferPool.Loan?, surplus: [SystemMemory]) {
    figures.live += size.byteCount
    figures.peak = max(figures.peak, figures.live)
    if let place = place(for: size), let memory = buffers[place].popLast()?.memory {
      figures.cached -= memory.size
      return (
        .init(base: memory.base, size: size.byteCount, capacity: memory.size, place: place), []
      )
    }
    figures.systemAllocations += 1
    figures.reserved += size.byteCount
    let excess = figures.reserved - Self.allowance(peak: figures.peak)
    return (nil, excess > 0 ? release(until: max(0, figures.cached - excess)) : [])
  }

  /// Keeps a buffer that comes back, and gives up what is more than `limit` bytes.
  mutating func put(_ loan: BufferPool.Loan, limit: Int) -> [SystemMemory] {
    figures.live -= loan.size
    figures.cached += loan.capacity
    clock += 1
    buffers[loan.place].append(
      Buffer(memory: SystemMemory(base: loan.base, size: loan.capacity), returned: clock))
    return figures.cached > limit ? release(until: limit) : []
  }

  /// The place of the smallest class with an idle buffer that is not much larger than a size.
  private func place(for size: SizeClass) -> Int? {
    if !buffers[size.index].isEmpty { return size.index }
    guard size.byteCount >= Self.largeSize else { return nil }
    let most = size.byteCount + size.byteCount / 2
    let places = size.index...SizeClass(holding: most).index
    guard let place = places.first(where: { !buffers[$0].isEmpty }),
      buffers[place][0].memory.size <= most
    else { return nil }
    return place
  }

  /// Takes out the buffers that have been idle for longest until at most `bytes` are cached.
  mutating func release(until bytes: Int) -> [SystemMemory] {
    var released: [SystemMemory] = []
    while figures.cached > bytes {
      let oldest = buffers.indices.filter { !buffers[$0].isEmpty }.min {
        buffers[$0][0].returned < buffers[$1][0].returned
      }
      guard let oldest else { break }
      let memory = buffers[oldest].removeFirst().memory
      figures.cached -= memory.size
      figures.reserved -= memory.size
      released.append(memory)
    }
    return released
  }
}

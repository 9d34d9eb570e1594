import GradusTestSupport
import Testing

@testable import GradusTensors

/// The buffer pool under random loans, against what it promises.
@Suite struct BufferPoolTests {
  @Test func sizeClassesHoldTheirSizeAndWasteLittle() {
    var draws = Draws("size classes", 0)
    for exponent in 0..<33 {
      for _ in 0..<20 {
        let size = (1 << exponent) + draws.integer(0...(1 << exponent) - 1)
        let kind = SizeClass(holding: size)
        let chosen = kind.byteCount
        #expect(chosen >= size && chosen % 64 == 0)
        // A cache line is the finest step there is.
        let waste = size < 1 << 24 ? 0.125 : 1.0 / 32
        #expect(Double(chosen - size) <= max(64, waste * Double(size)), "\(size) bytes")
        // Each has one place, and the next larger one a later place.
        let (same, next) = (SizeClass(holding: chosen), SizeClass(holding: chosen + 1))
        #expect(same.byteCount == chosen && same.index == kind.index)
        #expect(next.index > kind.index && next.index < SizeClass.count)
      }
    }
  }

  @Test(arguments: 0..<4) func neverReservesMuchMoreThanWasInUse(_ seed: Int) {
    var draws = Draws("buffer pool", seed)
    let pool = BufferPool()
    var loans: [BufferPool.Loan] = []
    var mostLent = 0
    for _ in 0..<2_000 {
      if loans.isEmpty || draws.integer(1...100) <= 55 && loans.count < 40 {
        let size = draws.integer(1...1 << draws.integer(10...28))
        let loan = pool.allocate(byteCount: size)
        #expect(loan.capacity >= size && UInt(bitPattern: loan.base) % 64 == 0)
        loans.append(loan)
      } else {
        pool.deallocate(loans.remove(at: draws.integer(0...loans.count - 1)))
      }
      let figures = pool.statistics
      let lent = loans.reduce(0) { $0 + $1.capacity }
      mostLent = max(mostLent, lent)
      #expect(figures.live == loans.reduce(0) { $0 + $1.size })
      #expect(figures.reserved == figures.cached + lent)
      // What is lent cannot be given back: a larger buffer may stand in for one of the right class.
      let surplus = min(figures.peak / 8, (figures.peak < 1 << 30 ? 48 : 16) << 20)
      let allowed = max(384 << 20, figures.peak + surplus)
      #expect(figures.reserved <= max(allowed, mostLent))
    }
    loans.forEach(pool.deallocate)
    pool.empty()
    #expect(pool.statistics.reserved == 0 && pool.statistics.cached == 0)
    #expect(pool.statistics.peak > 0)
    pool.resetPeak()
    #expect(pool.statistics.peak == 0)
  }

  @Test func memoryIsUsedAgain() {
    let pool = BufferPool()
    for _ in 0..<100 {
      let loans = [1_000, 70_000, 5 << 20].map { pool.allocate(byteCount: $0) }
      loans.forEach(pool.deallocate)
    }
    #expect(pool.statistics.systemAllocations == 3)
    pool.empty()
  }
}

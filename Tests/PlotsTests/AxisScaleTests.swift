import GradusPlots
import Testing

@Suite struct AxisScaleTests {
  @Test func linearTicksAreNiceAndInside() throws {
    let scale = AxisScale(.linear, covering: [0.013, 2.41], isRounded: true)
    #expect(scale.domain == 0...2.5)
    #expect(scale.ticks().map(\.label) == ["0", "0.5", "1.0", "1.5", "2.0", "2.5"])
  }

  @Test(
    arguments: [
      [], [.nan], [.infinity, -.infinity], [0], [3.7], [-3.7], [.leastNonzeroMagnitude],
      [0, .leastNonzeroMagnitude],
      [1e300, -1e300], [Double.greatestFiniteMagnitude, -Double.greatestFiniteMagnitude],
      [1e15, 1e15 + 1], [1, 1.nextUp], [1e-300, 1e300], [-5, -5, .nan], [1e-9, 2e-9],
    ] as [[Double]])
  func survivesExtremes(_ values: [Double]) throws {
    for kind in [AxisScale.Kind.linear, .logarithmic, .logarithmicWithZero] {
      for isRounded in [false, true] {
        let scale = AxisScale(kind, covering: values, isRounded: isRounded)
        #expect(scale.domain.lowerBound < scale.domain.upperBound)
        #expect((scale.domain.upperBound - scale.domain.lowerBound).isFinite)
        let ticks = scale.ticks()
        #expect((1...14).contains(ticks.count), "\(kind) \(values): \(ticks)")
        #expect(Set(ticks.map(\.label)).count == ticks.count, "\(kind) \(values): \(ticks)")
        for tick in ticks {
          let fraction = try #require(scale.fraction(of: tick.value))
          #expect((-1e-6...1 + 1e-6).contains(fraction))
        }
        for value in values where value.magnitude < 1e307 {
          guard let fraction = scale.fraction(of: value) else { continue }
          #expect((0...1).contains(fraction), "\(kind) \(values): \(value)")
        }
      }
    }
  }

  @Test func logarithmicTicksArePowersOfTen() {
    let wide = AxisScale(.logarithmic, covering: [2e-4, 3e2], isRounded: true)
    #expect(wide.domain == 1e-4...1e3)
    #expect(
      wide.ticks(count: 8).map(\.label) == [
        "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "1", "10", "10²", "10³",
      ])
    let huge = AxisScale(.logarithmic, covering: [1e-30, 1e30]).ticks(count: 6).map(\.label)
    #expect(huge == ["10⁻³⁰", "10⁻²⁰", "10⁻¹⁰", "1", "10¹⁰", "10²⁰", "10³⁰"])
    let narrow = AxisScale(.logarithmic, covering: [0.15, 4]).ticks().map(\.label)
    #expect(narrow == ["0.2", "0.5", "1", "2"])
  }

  @Test func logarithmicScaleHasNoPlaceForZero() {
    let scale = AxisScale(.logarithmic, covering: [0, -1, 1, 100])
    #expect(scale.domain == 1...100)
    #expect(scale.fraction(of: 0) == nil)
    #expect(scale.fraction(of: 10) == 0.5)
  }

  @Test func stepsStartAtZero() {
    let scale = AxisScale(.logarithmicWithZero, covering: [0, 1, 999])
    #expect(scale.ticks().map(\.label) == ["0", "1", "10", "100"])
    #expect(scale.fraction(of: 0) == 0)
    #expect(scale.fraction(of: 999) == 1)
    #expect(scale.fraction(of: -1) == nil)
  }

  @Test func wholeNumbersOnly() {
    let ticks = AxisScale(.linear, covering: [1, 3]).ticks(isWhole: true)
    #expect(ticks.map(\.value) == [1, 2, 3])
  }

  @Test func randomDomainsHaveOneTwoFiveSteps() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let low = Double.random(in: -1e3...1e3, using: &generator)
      let width = Double.random(in: 1e-3...1e4, using: &generator)
      let ticks = AxisScale(.linear, covering: [low, low + width]).ticks(count: 6).map(\.value)
      #expect((2...7).contains(ticks.count))
      var step = ticks[1] - ticks[0]
      while step < 0.99 { step *= 10 }
      while step > 9.9 { step /= 10 }
      #expect([1, 2, 5].contains { abs(step - $0) < 1e-6 }, "step of \(ticks)")
    }
  }
}

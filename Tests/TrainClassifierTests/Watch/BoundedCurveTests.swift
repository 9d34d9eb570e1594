import Testing

@testable import TrainClassifier

@Suite struct BoundedCurveTests {
  /// Against a slow mean over each stretch of steps.
  @Test(arguments: [1, 511, 513, 10_000, 70_001]) func pointsAreMeansOfStretches(_ count: Int) {
    func value(_ step: Int) -> Double { Double(step * step % 97) }
    var curve = BoundedCurve()
    for step in 0..<count { curve.append(value(step), step: step) }
    let points = curve.points
    #expect(points.count <= BoundedCurve.capacity && points.count > min(count, 512) / 2 - 1)
    for (place, point) in points.enumerated() {
      let steps = place * curve.length..<min(count, (place + 1) * curve.length)
      let mean = steps.reduce(0.0) { $0 + value($1) } / Double(steps.count)
      #expect(abs(point.y - mean) < 1e-9)
      #expect(point.x == Double(steps.lowerBound + steps.upperBound - 1) / 2)
    }
  }

  /// A run that is resumed, and one that is measured now and then.
  @Test func stepsMayBeMissing() {
    var curve = BoundedCurve()
    for step in stride(from: 5_000, to: 9_000, by: 50) { curve.append(1, step: step) }
    #expect(curve.points.count == 80 && curve.points[0].x == 5_000)
  }

  @Test func whatIsNotFiniteBreaksTheCurve() {
    var curve = BoundedCurve()
    for (step, value) in [1, Double.nan, 3].enumerated() { curve.append(value, step: step) }
    #expect(curve.points.map(\.y.isFinite) == [true, false, true])
  }
}

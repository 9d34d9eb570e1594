import GradusPlots

/// A curve of any number of steps in bounded memory: means over stretches of equal length, joined two by two
/// whenever there are too many.
struct BoundedCurve {
  /// The most points a curve has.
  static let capacity = 512

  private struct Stretch {
    /// Which it is, counted from step 0.
    let place: Int
    /// Sums, and how many numbers they are of.
    var steps = 0.0
    var values = 0.0
    var count = 0
  }

  /// Steps per stretch.
  private(set) var length = 1
  private var stretches: [Stretch] = []

  /// Adds the number of a step, which comes after those added before; one that is not finite breaks the
  /// curve.
  mutating func append(_ value: Double, step: Int) {
    add(steps: Double(step), values: value, count: 1, at: step / length)
    guard stretches.count > Self.capacity else { return }
    length *= 2
    let finer = stretches
    stretches = []
    for part in finer {
      add(steps: part.steps, values: part.values, count: part.count, at: part.place / 2)
    }
  }

  private mutating func add(steps: Double, values: Double, count: Int, at place: Int) {
    if stretches.last?.place != place { stretches.append(Stretch(place: place)) }
    stretches[stretches.count - 1].steps += steps
    stretches[stretches.count - 1].values += values
    stretches[stretches.count - 1].count += count
  }

  /// The mean step and the mean number of each stretch.
  var points: [PlotPoint] {
    stretches.map {
      PlotPoint(x: $0.steps / Double($0.count), y: $0.values / Double($0.count))
    }
  }
}

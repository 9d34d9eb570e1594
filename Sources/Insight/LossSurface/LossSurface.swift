import GradusLayers
import GradusTensors

/// The loss of a network around its weights, along one or two directions (Li et al. 2018, §4).
///
///     let surface = LossSurface(of: model, seed: 1) { model.evaluate(batches).loss }
///     let slice = surface.slice(points: 51)
///     let grid = surface.grid(points: 21)
///
/// The weights are put back bit for bit after each call.
public struct LossSurface {
  private let model: any Module
  private let first: WeightDirection
  private let second: WeightDirection
  private let loss: () -> Double

  /// A surface along two random, filter-normalised directions.
  ///
  /// - Parameters:
  ///   - model: a model that has values.
  ///   - seed: decides the directions.
  ///   - loss: the loss of the model as it is when called. It decides the data, the mode and so
  ///     whether normalisations use running statistics, which do not follow the weights, or the
  ///     batch's.
  public init(of model: any Module, seed: UInt64, loss: @escaping () -> Double) {
    self.init(
      of: model, along: .filterNormalized(for: model, seed: seed, name: "x"),
      and: .filterNormalized(for: model, seed: seed, name: "y"), loss: loss)
  }

  /// A surface along given directions.
  public init(
    of model: any Module, along first: WeightDirection, and second: WeightDirection,
    loss: @escaping () -> Double
  ) {
    (self.model, self.first, self.second, self.loss) = (model, first, second, loss)
  }

  /// The losses on the line W + a d for a in `range`, evenly spaced with both ends.
  public func slice(
    over range: ClosedRange<Double> = -1...1, points: Int = 51
  ) -> LossSlice {
    let offsets = Self.offsets(range, points)
    let losses = measure(offsets.map { ($0, 0) })
    return LossSlice(offsets: offsets, losses: losses)
  }

  /// The losses on the plane W + a d + b e for a and b in `range`, evenly spaced with both ends.
  public func grid(
    over range: ClosedRange<Double> = -1...1, points: Int = 21
  ) -> LossGrid {
    let offsets = Self.offsets(range, points)
    let losses = measure(offsets.flatMap { b in offsets.map { a in (a, b) } })
    let rows = offsets.indices.map { Array(losses[$0 * points..<($0 + 1) * points]) }
    return LossGrid(offsets: offsets, losses: rows)
  }

  private static func offsets(_ range: ClosedRange<Double>, _ points: Int) -> [Double] {
    precondition(points >= 2, "a loss surface needs two points or more, not \(points)")
    let step = (range.upperBound - range.lowerBound) / Double(points - 1)
    return (0..<points).map { range.lowerBound + Double($0) * step }
  }

  private func measure(_ places: [(Double, Double)]) -> [Double] {
    let origin = model.parameters.map { ($0.path, $0.parameter, $0.parameter.value) }
    return places.map { a, b in
      model.preservingState {
        for (path, parameter, value) in origin {
          parameter.value = moved(value, path, a, b)
        }
        return loss()
      }
    }
  }

  private func moved(_ value: Tensor, _ path: String, _ a: Double, _ b: Double) -> Tensor {
    let steps = [(first, a), (second, b)].filter { $0.1 != 0 }
    return steps.reduce(value) { sum, step in
      step.0.values[path].map { sum + $0 * step.1 } ?? sum
    }
  }
}

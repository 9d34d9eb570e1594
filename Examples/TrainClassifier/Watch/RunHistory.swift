import Foundation
import Gradus

/// What the page of a run shows: its numbers so far, in memory that does not grow with the steps.
struct RunHistory {
  /// What the run is doing.
  enum State: Equatable {
    case training
    /// All steps are taken and the test images measured: what they gave.
    case finished(String)
    /// Ctrl-C; everything is saved.
    case interrupted
    /// It ended with an error.
    case failed(String)

    /// Whether nothing more will come.
    var isOver: Bool { self != .training }
  }

  /// A number that is measured of a run as it goes, under the names of its log.
  enum Curve: String, CaseIterable {
    case loss, validationLoss, averageLoss, error, validationError, averageError
  }

  let network: String
  /// Every setting by its name.
  let settings: [String: String]
  /// The steps of the whole run.
  let steps: Int
  private(set) var state = State.training
  private(set) var curves: [Curve: BoundedCurve] = [:]
  /// The latest value of each number.
  private(set) var latest: [Curve: Double] = [:]
  private(set) var learningRate: Double?
  private(set) var gradients: GradientHistory
  /// Steps that are taken.
  private(set) var stepCount = 0
  /// How often anything was added; tells whether there is news.
  private(set) var revision = 0
  /// The same for the gradients alone.
  private(set) var gradientRevision = 0
  private var firstStep = 0
  private var start: Date
  private var now: Date

  /// The history of a run of `steps` steps that has not begun; `layers` are those with weights.
  init(
    network: String, settings: [String: String], layers: [String], steps: Int, at time: Date
  ) {
    (self.network, self.settings, self.steps) = (network, settings, steps)
    gradients = GradientHistory(layers: layers)
    (start, now) = (time, time)
  }

  /// Begins with step `step`; `earlier` is what a run that is resumed has in its log.
  mutating func begin(atStep step: Int, after earlier: [MetricsTable.Record] = [], at time: Date) {
    (firstStep, stepCount) = (step, step)
    (start, now) = (time, time)
    for record in earlier where record.step < step { add(record.values, step: record.step) }
    revision += 1
  }

  /// Adds what a step measured, by the names of its log, and the gradient norms of all layers where they
  /// were looked at.
  mutating func record(
    step: Int, _ values: [String: Double], learningRate: Double, norms: [Double]?, at time: Date
  ) {
    add(values, step: step)
    (self.learningRate, stepCount, now) = (learningRate, step + 1, time)
    if let norms {
      gradients.append(norms, step: step)
      gradientRevision += 1
    }
    revision += 1
  }

  private mutating func add(_ values: [String: Double], step: Int) {
    for curve in Curve.allCases {
      guard let value = values[curve.rawValue] else { continue }
      curves[curve, default: BoundedCurve()].append(value, step: step)
      latest[curve] = value
    }
  }

  /// Notes that the run is over.
  mutating func end(_ state: State, at time: Date) {
    (self.state, now) = (state, time)
    revision += 1
  }

  /// Seconds since the program began with the run.
  var elapsed: Double { now.timeIntervalSince(start) }
  /// Seconds per step, evaluations included; nil before the first.
  var secondsPerStep: Double? {
    stepCount > firstStep ? elapsed / Double(stepCount - firstStep) : nil
  }
  /// Seconds until the last step at that pace; nil before the first step and after the end.
  var secondsLeft: Double? {
    state.isOver ? nil : secondsPerStep.map { $0 * Double(steps - stepCount) }
  }
}

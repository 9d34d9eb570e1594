import GradusTensors

/// The learning rate as a function of the step, so that a resumed run needs no state of it.
///
/// Any function is a schedule; the usual ones have names.
///
///     LearningRateSchedule.cosine(base: 0.1, total: 1_000)
///     LearningRateSchedule { step in 0.1 / Double(1 + step).squareRoot() }
public struct LearningRateSchedule: Sendable {
  private let rate: @Sendable (Int) -> Double

  /// Makes a schedule of a function of the step, which is counted from 0; it must give the same rate
  /// whenever it is asked, or a resumed run is another one.
  public init(_ rate: @escaping @Sendable (_ step: Int) -> Double) { self.rate = rate }

  /// The rate of a step; the first step is 0. Traps when it is negative or not finite.
  public func learningRate(step: Int) -> Double {
    let rate = rate(step)
    precondition(
      rate >= 0 && rate.isFinite,
      "learning-rate schedule: the rate of step \(step) is \(rate); it must be a finite number of "
        + "at least 0")
    return rate
  }
}

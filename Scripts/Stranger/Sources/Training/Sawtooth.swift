import Gradus

extension LearningRateSchedule {
  /// `peak`, falling along a straight line to zero and back up at once every `period` steps.
  public static func sawtooth(peak: Double, period: Int) -> LearningRateSchedule {
    LearningRateSchedule { step in peak * (1 - Double(step % period) / Double(period)) }
  }
}

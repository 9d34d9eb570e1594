/// What was recorded for one seed: the side of a paired comparison that belongs together.
///
/// A run that diverged has no numbers here, whatever it recorded before: a claim judged on it is
/// undecided.
public struct SeedEvidence: Sendable {
  /// What was recorded for all seeds.
  public let all: Evidence
  /// The seed.
  public let seed: UInt64

  /// The record of a trial that stayed finite.
  private func record(_ experiment: ExperimentName, _ subject: Subject) -> TrialRecord? {
    all.measurement(experiment, subject, seed: seed).flatMap { $0.diverged ? nil : $0 }
  }

  /// A value; nil where it was not measured, is not finite, or the run diverged.
  public func value(
    _ experiment: ExperimentName, _ subject: Subject, _ quantity: Quantity
  ) -> Double? { record(experiment, subject)?[quantity] }

  /// A curve; nil where it was not measured or the run diverged.
  public func curve(
    _ experiment: ExperimentName, _ subject: Subject, _ quantity: Quantity
  ) -> Curve? { record(experiment, subject)?.curves[quantity] }

  /// What `subject` has more of a quantity than `other`; nil where one has none.
  public func difference(
    _ experiment: ExperimentName, _ subject: Subject, minus other: Subject, _ quantity: Quantity
  ) -> Double? {
    difference(value(experiment, subject, quantity), value(experiment, other, quantity))
  }

  /// How many times more `subject` has of a quantity than `other`; nil where one has none.
  public func ratio(
    _ experiment: ExperimentName, _ subject: Subject, over other: Subject, _ quantity: Quantity
  ) -> Double? {
    ratio(value(experiment, subject, quantity), value(experiment, other, quantity))
  }

  /// a - b, where both were measured.
  public func difference(_ a: Double?, _ b: Double?) -> Double? {
    a.flatMap { a in b.map { a - $0 } }
  }

  /// a / b, where both were measured.
  public func ratio(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a / $0 } } }
}

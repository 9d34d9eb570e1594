import GradusTensors

/// When something is due, as a function of the number of steps taken.
public struct Cadence: Sendable {
  private let rule: @Sendable (_ steps: Int) -> Bool

  /// Due where a rule says so; its argument is the number of steps taken, 1 after the first.
  public init(_ rule: @escaping @Sendable (_ steps: Int) -> Bool) { self.rule = rule }

  /// Due after every `interval` steps; traps unless that is at least 1.
  public static func every(_ interval: Int) -> Cadence {
    precondition(interval >= 1, "cadence: every \(interval) steps is not possible; use 1 or more")
    return Cadence { $0.isMultiple(of: interval) }
  }

  /// Due when one of these numbers of steps has been taken.
  public static func after(_ steps: Set<Int>) -> Cadence { Cadence { steps.contains($0) } }

  /// Due after the last step, where everything is, and never else.
  public static let lastOnly = Cadence { _ in false }

  /// Whether it is due after `steps` steps.
  func isDue(after steps: Int) -> Bool { rule(steps) }
}

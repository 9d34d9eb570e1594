/// The smallest piece of a study that is recorded as a whole: one subject with one seed.
public struct Trial: Sendable, Hashable, Codable {
  /// The net or the condition.
  public var subject: Subject
  /// The seed of everything random in it; trials of one seed form pairs.
  public var seed: UInt64
  /// About how many seconds it takes, for the estimate of the time left.
  public var cost: Double

  /// Makes a trial.
  public init(subject: Subject, seed: UInt64, cost: Double) {
    (self.subject, self.seed, self.cost) = (subject, seed, cost)
  }

  /// The name of its record.
  public var fileName: String { "\(fileStem).json" }

  /// The name of its files without an extension.
  public var fileStem: String {
    let safe = subject.rawValue.map { character in
      character.isASCII && (character.isLetter || character.isNumber || character == ".")
        ? character : "-"
    }
    return "\(String(safe))-seed\(seed)"
  }
}

extension [Trial] {
  /// Every subject with every seed, seeds outermost so that a stopped study has whole pairs.
  ///
  /// - Parameters:
  ///   - subjects: what is tried with each seed.
  ///   - seeds: the seeds.
  ///   - cost: about how many seconds a subject takes.
  public static func all(
    _ subjects: [Subject], seeds: [UInt64], cost: (Subject) -> Double
  ) -> [Trial] {
    seeds.flatMap { seed in
      subjects.map { Trial(subject: $0, seed: seed, cost: cost($0)) }
    }
  }
}

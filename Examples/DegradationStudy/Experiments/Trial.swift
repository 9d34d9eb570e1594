/// The smallest piece of a study that is recorded as a whole: one subject with one seed.
struct Trial: Sendable, Hashable, Codable {
  /// The net or the condition, such as `plain-56`.
  var subject: String
  /// The seed of the weights and of the order of the data.
  var seed: UInt64
  /// About how many seconds it takes, for the estimate of the time left.
  var cost: Double

  /// The name of its record.
  var fileName: String {
    let safe = subject.map { character in
      character.isASCII && (character.isLetter || character.isNumber || character == ".")
        ? character : "-"
    }
    return "\(String(safe))-seed\(seed).json"
  }
}

extension [Trial] {
  /// Every subject with every seed, seeds outermost so that a stopped study has whole pairs.
  static func all(
    _ subjects: [String], seeds: [UInt64], cost: (String) -> Double
  ) -> [Trial] {
    seeds.flatMap { seed in
      subjects.map { Trial(subject: $0, seed: seed, cost: cost($0)) }
    }
  }
}

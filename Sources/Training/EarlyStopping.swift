import GradusTensors

/// Watches a validation loss and says when it has stopped falling (Prechelt 1998).
///
/// It is a value that can be saved, so that a resumed run stops where the uninterrupted one would.
public struct EarlyStopping: Sendable, Hashable, Codable {
  /// Evaluations without improvement after which to stop; 0 never stops.
  public let patience: Int
  /// How much lower than the best a loss must be to count as an improvement.
  public let minimumImprovement: Double
  /// The lowest loss so far.
  public private(set) var best: Double?
  /// The step of the lowest loss.
  public private(set) var bestStep: Int?
  /// Evaluations since the lowest loss.
  public private(set) var evaluationsSinceBest = 0

  /// Makes a watch; traps on negative numbers.
  public init(patience: Int, minimumImprovement: Double = 0) {
    precondition(
      patience >= 0 && minimumImprovement >= 0,
      "early stopping: patience \(patience) and improvement \(minimumImprovement) must not be "
        + "negative")
    (self.patience, self.minimumImprovement) = (patience, minimumImprovement)
  }

  private enum CodingKeys: CodingKey {
    case patience, minimumImprovement, best, bestStep, evaluationsSinceBest
  }

  /// Reads a saved watch; throws `DecodingError` for numbers that no watch has.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    patience = try values.decode(Int.self, forKey: .patience)
    minimumImprovement = try values.decode(Double.self, forKey: .minimumImprovement)
    best = try values.decodeIfPresent(Double.self, forKey: .best)
    bestStep = try values.decodeIfPresent(Int.self, forKey: .bestStep)
    evaluationsSinceBest = try values.decode(Int.self, forKey: .evaluationsSinceBest)
    // Far more evaluations than there can be, and far from where counting on would overflow.
    let counts = 0...1 << 53
    let isSound =
      counts.contains(patience) && counts.contains(evaluationsSinceBest)
      && counts.contains(bestStep ?? 0) && minimumImprovement >= 0
      && (best == nil) == (bestStep == nil)
    try decoder.refuse(isSound ? nil : "not the state of early stopping")
  }

  /// Takes note of a loss; true when it is the lowest so far. One that is not finite never is.
  public mutating func record(_ loss: Double, step: Int) -> Bool {
    let isBest = loss.isFinite && loss < (best.map { $0 - minimumImprovement } ?? .infinity)
    if isBest {
      (best, bestStep, evaluationsSinceBest) = (loss, step, 0)
    } else {
      evaluationsSinceBest += 1
    }
    return isBest
  }

  /// Whether training should end.
  public var shouldStop: Bool { patience > 0 && evaluationsSinceBest >= patience }
}

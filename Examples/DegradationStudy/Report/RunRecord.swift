/// The measurements of one training run, as they are written to the results file.
///
/// JSON has no NaN and no infinity: a value that is not finite becomes nil and is written as `null`.
struct RunRecord: Codable, Sendable, Equatable {
  /// Whether the net has shortcuts.
  let kind: RunIdentity.Kind
  /// The number of weighted layers.
  let depth: Int
  /// The number of channels of the first stage.
  let width: Int
  /// The seed of the initial weights and of the order of the data.
  let seed: UInt64
  /// The number of updates done.
  let steps: Int
  /// The number of trained parameters.
  let parameters: Int
  /// The mean training loss of the last 100 steps, or of all where there are fewer.
  let trainLoss: Double?
  /// The fraction of wrong answers on training images, 0...1.
  let trainError: Double?
  /// The fraction of wrong answers on test images, 0...1.
  let testError: Double?
  /// The mean time of one step, in seconds.
  var secondsPerStep: Double?
  /// Norms of weight gradients: layer path to step (in decimal digits) to norm.
  let gradientNorms: [String: [String: Double?]]
  /// Whether the loss stopped being finite.
  let diverged: Bool

  /// Makes a record; see the properties for units.
  ///
  /// - Parameter gradientNorms: layer path to step to norm.
  init(
    identity: RunIdentity, steps: Int, parameters: Int, trainLoss: Double?, trainError: Double?,
    testError: Double?, secondsPerStep: Double?, gradientNorms: [String: [Int: Double]],
    diverged: Bool
  ) {
    (kind, depth) = (identity.kind, identity.depth)
    (width, seed) = (identity.width, identity.seed)
    (self.steps, self.parameters) = (steps, parameters)
    self.trainLoss = Self.finite(trainLoss)
    self.trainError = Self.finite(trainError)
    self.testError = Self.finite(testError)
    self.secondsPerStep = Self.finite(secondsPerStep)
    self.gradientNorms = gradientNorms.mapValues { norms in
      Dictionary(uniqueKeysWithValues: norms.map { ("\($0.key)", Self.finite($0.value)) })
    }
    self.diverged = diverged
  }

  /// What tells this run from the others.
  var identity: RunIdentity { RunIdentity(kind: kind, depth: depth, width: width, seed: seed) }

  /// The mean of the last 100 losses, or of all where there are fewer; nil without losses.
  static func finalLoss(_ losses: [Double]) -> Double? {
    let last = losses.suffix(100)
    return last.isEmpty ? nil : finite(last.reduce(0, +) / Double(last.count))
  }

  private static func finite(_ value: Double?) -> Double? {
    value.flatMap { $0.isFinite ? $0 : nil }
  }
}

extension RunRecord {
  private enum CodingKeys: String, CodingKey {
    case kind, depth, width, seed, steps, parameters, trainLoss, trainError, testError
    case secondsPerStep, gradientNorms, diverged
  }

  /// Writes every field, missing values as `null` (the synthesised method would leave them out).
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(depth, forKey: .depth)
    try container.encode(width, forKey: .width)
    try container.encode(seed, forKey: .seed)
    try container.encode(steps, forKey: .steps)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(trainLoss, forKey: .trainLoss)
    try container.encode(trainError, forKey: .trainError)
    try container.encode(testError, forKey: .testError)
    try container.encode(secondsPerStep, forKey: .secondsPerStep)
    try container.encode(gradientNorms, forKey: .gradientNorms)
    try container.encode(diverged, forKey: .diverged)
  }
}

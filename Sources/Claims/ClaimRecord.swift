/// A claim's verdict as it is written to a results file.
public struct ClaimRecord: Codable, Sendable, Equatable {
  /// The claim's number.
  public let id: Int
  /// The claim in a few words, and where it was made.
  public let title: String, source: String
  /// The verdict, and what was expected.
  public let verdict: Verdict, expected: String
  /// The number that decided, in words, and what it must be.
  public let quantity: String?, requirement: String?
  /// The number that decided.
  public let measured: Double?
  /// The 95 % interval of `measured`: low and high.
  public let interval: [Double]?
  /// The exact one-sided p-value, where a test was made.
  public let pValue: Double?
  /// The budget that the verdict holds for, in words.
  public let budget: String?

  /// The record of a judgement.
  public init(_ judgement: Judgement) {
    let finding = judgement.decisive
    (id, title) = (judgement.claim.number, judgement.claim.title)
    source = judgement.claim.source
    (verdict, expected) = (judgement.verdict, judgement.claim.expected)
    (quantity, requirement) = (finding?.quantity, finding?.requirement)
    measured = finding?.estimate
    interval = finding?.interval.map { [$0.lowerBound, $0.upperBound] }
    (pValue, budget) = (finding?.pValue, judgement.claim.budget)
  }
}

extension ClaimRecord {
  private enum CodingKeys: String, CodingKey {
    case id, title, source, verdict, expected, quantity, requirement, measured, interval, pValue
    case budget
  }

  /// Writes every field, missing values as `null` (the synthesised method would leave them out).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(title, forKey: .title)
    try container.encode(source, forKey: .source)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(expected, forKey: .expected)
    try container.encode(quantity, forKey: .quantity)
    try container.encode(requirement, forKey: .requirement)
    try container.encode(measured, forKey: .measured)
    try container.encode(interval, forKey: .interval)
    try container.encode(pValue, forKey: .pValue)
    try container.encode(budget, forKey: .budget)
  }
}

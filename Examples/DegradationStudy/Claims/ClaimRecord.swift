/// A claim's verdict as it is written to the results file.
struct ClaimRecord: Codable, Sendable, Equatable {
  let id: Int
  let title: String
  let source: String
  let verdict: Verdict
  let expected: String
  /// The number that decided, what it is and what it must be.
  let quantity: String?
  let requirement: String?
  let measured: Double?
  /// The 95 % interval of `measured`: low and high.
  let interval: [Double]?
  /// The exact one-sided p-value, where a test was made.
  let pValue: Double?

  init(_ judgement: Judgement) {
    let finding = judgement.decisive
    (id, title) = (judgement.claim.number, judgement.claim.title)
    source = judgement.claim.source
    (verdict, expected) = (judgement.verdict, judgement.claim.expected)
    (quantity, requirement) = (finding?.quantity, finding?.requirement)
    measured = finding?.estimate
    interval = finding?.interval.map { [$0.lowerBound, $0.upperBound] }
    pValue = finding?.pValue
  }
}

extension ClaimRecord {
  private enum CodingKeys: String, CodingKey {
    case id, title, source, verdict, expected, quantity, requirement, measured, interval, pValue
  }

  /// Writes every field, missing values as `null` (the synthesised method would leave them out).
  func encode(to encoder: any Encoder) throws {
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
  }
}

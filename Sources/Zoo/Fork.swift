/// A choice that weights do not show: networks that differ in it have the same names and shapes, take each
/// other's weights without complaint, and are then silently wrong.
public struct Fork: Sendable {
  /// One way of choosing.
  public struct Branch: Sendable {
    /// The choice in words.
    public let choice: String
    /// Whose published weights were trained so.
    public let publications: String
    /// The networks that choose so, those of the other branches at the same place.
    public let variants: [NetworkVariant]
  }

  /// What the branches differ in.
  public let subject: String
  /// The ways of choosing; two or more.
  public let branches: [Branch]

  /// The branch that a variant is of; nil for none.
  public func branch(of variant: NetworkVariant) -> Branch? {
    branches.first { $0.variants.contains(variant) }
  }

  /// All variants that take the weights of one, itself first; empty for a variant of no branch.
  public func rivals(of variant: NetworkVariant) -> [NetworkVariant] {
    guard let place = branch(of: variant)?.variants.firstIndex(of: variant) else { return [] }
    return [variant] + branches.map { $0.variants[place] }.filter { $0 != variant }
  }
}

extension Fork: CustomStringConvertible {
  /// One line: what differs, and who chose what.
  public var description: String {
    let choices = branches.map { branch in
      "\(branch.choice) (\(branch.variants.map(\.description).joined(separator: ", ")): "
        + "\(branch.publications))"
    }
    return "\(subject): \(choices.joined(separator: "; "))"
  }
}

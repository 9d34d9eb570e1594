extension NetworkVariant.Change: CustomStringConvertible {
  /// `epsilon=0.001`, `pooling-rounded-down`, `input-transformed`, `padding-same`.
  public var description: String {
    switch self {
    case .epsilon(let epsilon): "epsilon=\(epsilon)"
    case .roundsPoolingDown: "pooling-rounded-down"
    case .transformsInput: "input-transformed"
    case .padsAsTensorFlow: "padding-same"
    }
  }

  /// Reads what `description` writes; nil for anything else and for an epsilon that is not positive.
  public init?(_ text: String) {
    switch text {
    case Self.roundsPoolingDown.description: self = .roundsPoolingDown
    case Self.transformsInput.description: self = .transformsInput
    case Self.padsAsTensorFlow.description: self = .padsAsTensorFlow
    default:
      guard text.hasPrefix("epsilon="), let epsilon = Double(text.dropFirst(8)), epsilon > 0,
        epsilon.isFinite
      else { return nil }
      self = .epsilon(epsilon)
    }
  }

  /// What is changed, without to what: two changes of one kind exclude each other.
  var kind: String { String(description.prefix { $0 != "=" }) }

  /// Several changes in one word, `epsilon=0.001,padding-same`; nil for none.
  package static func text(_ changes: [Self]) -> String? {
    changes.isEmpty ? nil : changes.map(\.description).joined(separator: ",")
  }

  /// Reads what `text` writes, in any order; nil where a part is no change or one thing is changed twice.
  package static func list(_ text: String) -> [Self]? {
    let changes = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { Self(String($0)) }
    let known = changes.compactMap { $0 }
    guard known.count == changes.count, Set(known.map(\.kind)).count == known.count else {
      return nil
    }
    return known
  }
}

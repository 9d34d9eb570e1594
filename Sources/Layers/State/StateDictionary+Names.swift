import GradusTensors

extension StateDictionary {
  /// The same tensors with `prefix` before every name: `weight` becomes `fc.weight` by `fc.`.
  public func prefixed(_ prefix: String) -> StateDictionary { renamed { prefix + $0 } }

  /// The tensors whose names begin with `prefix`, without it: the inverse of `prefixed`.
  ///
  /// Beginnings are compared by Unicode's scalars, so that what `prefixed` joined comes apart again
  /// whatever the names are.
  public func stripping(_ prefix: String) -> StateDictionary {
    var result = StateDictionary()
    for (name, value) in self {
      if let rest = name.dropping(prefix: prefix) { result[rest] = value }
    }
    return result
  }

  /// The same tensors under the names that `rename` gives theirs; traps where it gives two the same.
  public func renamed(_ rename: (String) throws -> String) rethrows -> StateDictionary {
    StateDictionary(try map { (try rename($0.name), $0.value) })
  }

  /// The tensors for which `isKept` is true, in order.
  public func filtered(
    _ isKept: (_ name: String, _ value: Tensor) throws -> Bool
  ) rethrows -> StateDictionary {
    StateDictionary(try filter { try isKept($0.name, $0.value) })
  }

  /// The same names with the tensors that `transform` makes of theirs.
  public func mapped(
    _ transform: (_ name: String, _ value: Tensor) throws -> Tensor
  ) rethrows -> StateDictionary {
    StateDictionary(try map { ($0.name, try transform($0.name, $0.value)) })
  }

  /// These tensors and the other's; where both have a name, the other's tensor in this one's place.
  public func merging(_ other: StateDictionary) -> StateDictionary {
    var result = self
    for (name, value) in other { result[name] = value }
    return result
  }

  /// The tensors of both, the left one's first; traps on a name that both have, for which there is
  /// `merging`.
  public static func + (left: StateDictionary, right: StateDictionary) -> StateDictionary {
    StateDictionary(Array(left) + Array(right))
  }
}

extension String {
  /// What is behind `prefix`; nil for a text that does not begin with its scalars.
  func dropping(prefix: String) -> String? {
    let (own, start) = (unicodeScalars, prefix.unicodeScalars)
    guard own.starts(with: start) else { return nil }
    return String(String.UnicodeScalarView(own.dropFirst(start.count)))
  }
}

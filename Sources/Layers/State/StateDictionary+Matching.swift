import GradusTensors

/// How a state dictionary fits the names and shapes that something expects.
public struct StateMatch: Sendable {
  /// The tensors that fit, by the expected names and in their order.
  public let assigned: StateDictionary
  /// What fits and what does not.
  public let report: LoadReport
}

extension StateDictionary {
  /// Compares names and shapes with those that are expected; values are not looked at, so that the
  /// expected tensors may be shape-only.
  ///
  /// With `comparingTypes` a tensor of another element type than the expected one does not fit
  /// either: for a state that is continued bit for bit.
  public func matched(
    against expected: StateDictionary, comparingTypes: Bool = false
  ) -> StateMatch {
    var (assigned, report) = (StateDictionary(), LoadReport())
    for (name, needed) in expected {
      guard let found = self[name] else {
        report.missing.append(name)
        continue
      }
      if found.shape != needed.shape {
        report.wrongShape.append(.init(name: name, expected: needed.shape, found: found.shape))
      } else if comparingTypes, found.dtype != needed.dtype {
        report.wrongType.append(.init(name: name, expected: needed.dtype, found: found.dtype))
      } else {
        report.loaded.append(name)
        assigned[name] = found
      }
    }
    report.unexpected = names.filter { expected[$0] == nil }
    return StateMatch(assigned: assigned, report: report)
  }

  /// These tensors in the order of those that are expected: what `restore` of an optimiser needs.
  ///
  /// Throws `StateMismatch` unless names, shapes and element types are the same.
  public func fitted(
    to expected: StateDictionary, of target: StateMismatch.Target
  ) throws -> StateDictionary {
    let match = matched(against: expected, comparingTypes: true)
    guard match.report.isComplete else { throw StateMismatch(match.report, of: target) }
    return match.assigned
  }
}

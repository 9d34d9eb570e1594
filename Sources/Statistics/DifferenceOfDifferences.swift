import GradusTensors

/// Whether a change hurts one kind of subject more than another: the interaction, pair by pair.
public enum DifferenceOfDifferences {
  /// (treated after - treated before) - (control after - control before) for each pair.
  ///
  /// Traps unless all four have the same count.
  public static func paired(
    treated: (before: [Double], after: [Double]), control: (before: [Double], after: [Double])
  ) -> [Double] {
    let counts = Set(
      [treated.before, treated.after, control.before, control.after].map(\.count))
    precondition(counts.count <= 1, "difference of differences: the four lists differ in length")
    return treated.before.indices.map { pair in
      (treated.after[pair] - treated.before[pair]) - (control.after[pair] - control.before[pair])
    }
  }
}

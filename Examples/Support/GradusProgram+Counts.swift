import ArgumentParser

extension GradusProgram {
  /// Checks options that count something; throws a line that names the first one below `least`.
  package func requireCounts(_ options: KeyValuePairs<String, Int>, atLeast least: Int = 1) throws {
    for (name, value) in options where value < least {
      throw ValidationError("--\(name) \(value): it must be at least \(least)")
    }
  }
}

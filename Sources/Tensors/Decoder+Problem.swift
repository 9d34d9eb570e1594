extension Decoder {
  /// Throws a `DecodingError` for numbers that make no value: what an initialiser traps on, reading
  /// refuses.
  package func refuse(_ problem: String?) throws {
    guard let problem else { return }
    throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: problem))
  }
}

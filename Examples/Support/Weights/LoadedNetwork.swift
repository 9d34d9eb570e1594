import Gradus

/// A network with the weights of a file, and what became of the file's names.
package struct LoadedNetwork {
  package let variant: NetworkVariant
  package let model: any Classifier
  package let report: LoadReport

  /// Loads a file into a network.
  ///
  /// Throws `UserError` with the options that would make the file fit, `FileError`, the formats' errors
  /// and ``NetworkVariantError``.
  ///
  /// - Parameters:
  ///   - variant: the network.
  ///   - path: the file.
  ///   - names: how the file's names become the network's.
  ///   - classes: the number of classes; nil for the published one.
  ///   - channels: the number of image channels; nil for the published one.
  ///   - isPartial: whether what does not match is initialised by seed 1.
  ///   - program: what the advice of errors may ask for.
  package init(
    _ variant: NetworkVariant, from path: String, _ names: NameOptions, classes: Int? = nil,
    channels: Int? = nil, isPartial: Bool = false, program: NameAdvice.Program = .anyHead
  ) throws {
    self.variant = variant
    model = try variant.make(classes: classes, inputChannels: channels)
    if isPartial { model.initialize(seed: 1) }
    do {
      report = try model.load(
        from: path, names.loadOptions(isPartial ? .partial : .everything))
    } catch let mismatch as StateMismatch {
      throw NameAdvice.error(mismatch, for: program)
    } catch let error as FormatError where !error.keys.isEmpty {
      let keys = error.keys.prefix(4).map { "--key \($0.quotedForShell)" }
      throw UserError("\(error): \(keys.joined(separator: " or "))")
    }
  }

  /// For each choice that weights do not show, a line that says which the network has made, and which
  /// others take the same weights.
  package var remarks: [String] { variant.remarks }
}

extension NetworkVariant {
  /// For each choice that weights do not show, a line that says which the network has made, and which
  /// others take the same weights.
  package var remarks: [String] {
    Fork.known(of: self).compactMap { fork in
      guard let own = fork.branch(of: self) else { return nil }
      let rivals = fork.rivals(of: self).dropFirst().compactMap { rival in
        fork.branch(of: rival).map { "\(rival): \($0.choice), as \($0.publications)" }
      }
      return "weights do not show \(fork.subject): \(self) has \(own.choice), as "
        + "\(own.publications); \(rivals.joined(separator: "; "))"
    }
  }
}

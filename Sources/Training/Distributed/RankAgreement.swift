import GradusInterchange
import GradusLayers
import GradusTensors

/// What all ranks must have in common before they train one model.
struct RankAgreement {
  /// What is compared, with what to do.
  private enum Part: String, CaseIterable {
    case version, data, step, model, weights

    var advice: String {
      switch self {
      case .version: "run the same build on all machines"
      case .data: "give all ranks the same images"
      case .step: "let all ranks read the same checkpoint"
      case .model: "make the same model and optimiser on all ranks"
      case .weights: "initialise with the same seed, or let all ranks read the same checkpoint"
      }
    }
  }

  private let texts: [String]

  /// What a loop has.
  init<Minibatch>(_ loop: TrainingLoop<Minibatch>) {
    var (layout, values) = (Checksum(), Checksum())
    for (path, parameter) in loop.optimizer.parameters {
      layout.update(
        Array("\(path) \(parameter.shape) \(parameter.value.dtype) \(parameter.isTrainable)".utf8)[
          ...])
    }
    for (_, parameter) in loop.model.parameters where !parameter.value.isShapeOnly {
      values.update(Array("\(parameter.value.scalars.reduce(0, +))".utf8)[...])
    }
    texts = Part.allCases.map { part in
      switch part {
      case .version: GradusVersion.current
      case .data: loop.data ?? "-"
      case .step: "\(loop.stepCount)"
      case .model: layout.hexadecimal
      case .weights: values.hexadecimal
      }
    }
  }

  /// Throws `RankMismatch` on all ranks when one differs from the first.
  func check(_ communicator: any Communicator) throws {
    guard communicator.count > 1 else { return }
    let all = try communicator.gather(Array(texts.joined(separator: "\n").utf8))
      .map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) }
    for (index, part) in Part.allCases.enumerated() {
      for (rank, texts) in all.enumerated() where texts.dropFirst(index).first != all[0][index] {
        throw RankMismatch(
          rank: rank, part: part.rawValue, first: all[0][index],
          found: texts.dropFirst(index).first ?? "nothing", advice: part.advice)
      }
    }
  }
}

/// A rank that would train something else than the first, told in one line.
public struct RankMismatch: Error, Sendable, Hashable, CustomStringConvertible {
  /// The rank.
  public let rank: Int
  /// What differs.
  public let part: String
  /// What the first rank and this one have.
  public let first: String, found: String
  let advice: String

  /// The rank, what differs and what to do.
  public var description: String {
    "rank \(rank) has another \(part) than rank 0 (\(found.onOneLine(limit: 40)), then "
      + "\(first.onOneLine(limit: 40))); \(advice)"
  }
}

import Gradus
import Testing

/// Networks that take each other's weights: one of each branch of a fork.
struct ForkPlace: Sendable, CustomTestStringConvertible {
  let subject: String
  let variants: [NetworkVariant]

  /// All places of all forks.
  static let all = Fork.known.flatMap { fork in
    fork.branches[0].variants.indices.map { place in
      ForkPlace(subject: fork.subject, variants: fork.branches.map { $0.variants[place] })
    }
  }

  /// Those of networks of up to so many parameters; all of them if `GRADUS_ALL_NETWORKS` is set.
  static func upTo(_ parameters: Int) -> [ForkPlace] {
    let names = Set(SampledNetworks.upTo(parameters).map(\.name))
    return all.filter { names.contains($0.variants[0].network) }
  }

  var testDescription: String { "\(subject): \(variants[0])" }
}

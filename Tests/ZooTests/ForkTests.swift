import Gradus
import Testing

/// What weights do not show: the table of forks is true, row by row.
@Suite struct ForkTests {
  /// Each fork's first place, where its networks are smallest.
  private static let rows = Fork.known.map { fork in (fork, fork.branches.map { $0.variants[0] }) }

  @Test func everyVariantIsBuilt() throws {
    for fork in Fork.known {
      #expect(Set(fork.branches.map(\.variants.count)).count == 1, "\(fork.subject)")
      for variant in fork.branches.flatMap(\.variants) {
        _ = try variant.make(classes: 7)
        #expect(fork.rivals(of: variant).count == fork.branches.count)
      }
    }
  }

  /// All names and shapes are equal, and the networks are not.
  @Test(arguments: Fork.known.indices) func branchesTakeEachOthersWeightsAndDiffer(_ index: Int)
    throws
  {
    let (fork, variants) = Self.rows[index]
    let entry = try Catalog.entry(named: variants[0].network)
    let side = min(entry.inputSize.height, 96)
    // Bright enough that ReLU6 differs from ReLU.
    let images = Tensor.uniform(
      [1, side, side, 3], in: -20.0..<20, from: RandomStream(seed: 5, name: "images"))
    let first = try variants[0].make(classes: 10)
    first.initialize(seed: 3)
    let expected = first(images)
    for variant in variants.dropFirst() {
      let other = try variant.make(classes: 10)
      let report = try other.load(first.stateDictionary)
      #expect(report.isComplete, "\(fork.subject)")
      let difference = (other(images) - expected).norm / expected.norm
      #expect(difference > 1e-4, "\(variant): \(difference)")
    }
  }

  /// Networks of the catalog that take each other's weights are in the table, but for those that are the
  /// same network on other images.
  @Test func everyPairThatTakesEachOthersWeightsIsInTheTable() throws {
    var alike: [[String]: [CatalogEntry]] = [:]
    for entry in Catalog.all {
      let state = entry.make(entry.classes, 3).stateDictionary(layout: .pyTorch)
      alike[state.map { "\($0.name) \($0.value.shape)" }, default: []].append(entry)
    }
    for entries in alike.values where entries.count > 1 {
      for (index, one) in entries.enumerated() {
        for other in entries.dropFirst(index + 1) where !Self.isSameNetwork(one, other) {
          #expect(Self.reached(from: one.name).contains(other.name), "\(one.name), \(other.name)")
        }
      }
    }
  }

  /// The networks that a fork leads to from one, and forks from those.
  private static func reached(from name: String) -> Set<String> {
    var (found, rest): (Set<String>, [String]) = ([], [name])
    while let next = rest.popLast() {
      guard found.insert(next).inserted else { continue }
      let variant = NetworkVariant(next)
      rest += Fork.known(of: variant).flatMap { $0.rivals(of: variant) }.map(\.network)
    }
    return found
  }

  /// Whether two networks make the same of a picture with the same weights.
  private static func isSameNetwork(_ one: CatalogEntry, _ other: CatalogEntry) -> Bool {
    let (a, b) = (one.make(10, 3), other.make(10, 3))
    a.initialize(seed: 1)
    guard (try? b.load(a.stateDictionary)) != nil else { return false }
    let side = min(one.inputSize.height, 227)
    let images = Tensor.uniform(
      [1, side, side, 3], in: -1.0..<1, from: RandomStream(seed: 2, name: "x"))
    return a(images).scalars == b(images).scalars
  }

  @Test func changesAreReadAsTheyAreWritten() {
    for change in [.epsilon(0.001), .roundsPoolingDown, .transformsInput]
      as [NetworkVariant.Change]
    {
      #expect(NetworkVariant.Change(change.description) == change)
    }
    for wrong in ["", "epsilon", "epsilon=", "epsilon=0", "epsilon=-1", "epsilon=nan", "relu"] {
      #expect(NetworkVariant.Change(wrong) == nil, "\(wrong)")
    }
  }

  @Test(arguments: [
    NetworkVariant("alexnet", .epsilon(0.001)), NetworkVariant("vgg16", .roundsPoolingDown),
    NetworkVariant("resnet18", .transformsInput),
  ]) func changesThatChangeNothingAreRefused(_ variant: NetworkVariant) {
    #expect(throws: NetworkVariantError.self) { try variant.make() }
  }

  /// Biases before a normalisation have names: such weights are refused.
  @Test func biasesBeforeNormalisationAreRefused() throws {
    let biased = try Catalog.entry(named: "vgg11_bn").make(10, 3)
    biased.initialize(seed: 1)
    let plain = StateDictionary(
      biased.stateDictionary.filter { !$0.name.hasPrefix("features.0.bias") })
    #expect(throws: StateMismatch.self) {
      try Catalog.entry(named: "vgg11_bn").make(10, 3).load(plain)
    }
  }

  /// Half of the zeros come first: channel c of the input is channel c + extra / 2 of the result.
  @Test func zerosStandOnBothSides() {
    let x = Tensor.uniform([1, 4, 4, 4], in: 1.0..<2, from: RandomStream(seed: 1, name: "x"))
    let (behind, both) = (
      PaddedShortcut(4, 8, stride: 2)(x), PaddedShortcut(4, 8, stride: 2, onBothSides: true)(x)
    )
    #expect(behind.shape == [1, 2, 2, 8] && both.shape == behind.shape)
    for pixel in 0..<4 {
      let (a, b) = (
        Array(behind.scalars[pixel * 8..<pixel * 8 + 8]),
        Array(both.scalars[pixel * 8..<pixel * 8 + 8])
      )
      #expect(a[4...].allSatisfy { $0 == 0 } && b[..<2].allSatisfy { $0 == 0 })
      #expect(b[6...].allSatisfy { $0 == 0 } && Array(b[2..<6]) == Array(a[..<4]))
    }
  }
}

import Gradus
import Testing

/// What weights do not show: the table of forks is true, row by row.
@Suite struct ForkTests {
  @Test func everyVariantIsBuilt() throws {
    for fork in Fork.known {
      #expect(Set(fork.branches.map(\.variants.count)).count == 1, "\(fork.subject)")
      for variant in fork.branches.flatMap(\.variants) {
        _ = try variant.make(classes: 7)
        #expect(fork.rivals(of: variant).count == fork.branches.count)
      }
    }
  }

  /// All names and shapes are equal, and the networks are not: at one of three sizes of pictures, since
  /// windows hang over no edge at some, and SAME pads alike at others.
  @Test(arguments: ForkPlace.upTo(26_000_000)) func branchesTakeEachOthersWeightsAndDiffer(
    _ place: ForkPlace
  ) throws {
    for variant in place.variants.dropFirst() {
      // What leaves the range of float32 in deep networks does not leave that of float64.
      let differs = try DType.allCases.contains { dtype in
        let first = try place.variants[0].make(classes: 10)
        let other = try variant.make(classes: 10)
        first.initialize(seed: 3, dtype: dtype)
        other.initialize(seed: 4, dtype: dtype)
        let report = try other.load(first.stateDictionary)
        #expect(report.isComplete, "\(place.subject)")
        return Self.differ(first, other)
      }
      #expect(differs, "\(variant)")
    }
  }

  /// Whether two networks make another result of a picture of one of three sizes.
  private static func differ(_ first: any Classifier, _ other: any Classifier) -> Bool {
    let dtype = first.parameters[0].parameter.value.dtype
    return [32, 96, 100].contains { side in
      // Windows rounded down need more room.
      let smallest = [first, other].map(\.inputRequirement.minimumSize)
      guard smallest.allSatisfy({ side >= $0 }) else { return false }
      // Bright enough that ReLU6 differs from ReLU.
      let images = Tensor.uniform(
        [1, side, side, 3], in: -20.0..<20, from: RandomStream(seed: 5, name: "images"),
        dtype: dtype)
      // Without the biases that a picture does not change; what is left may be no more than rounding.
      let (plain, zero) = (first(images), Tensor.zeros(images.shape, dtype: dtype))
      let response = plain - first(zero)
      guard response.norm > (dtype == .float32 ? 1e-3 : 1e-11) * plain.norm else { return false }
      return (other(images) - other(zero) - response).norm > 1e-4 * response.norm
    }
  }

  /// Nothing is left out above but networks that are deeper or wider than one that is not.
  @Test func everyForkIsRun() {
    #expect(
      Set(ForkPlace.upTo(26_000_000).map(\.subject)) == Set(Fork.known.map(\.subject)))
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
          let rivals = Fork.rivals(of: NetworkVariant(one.name))
          #expect(rivals.contains(NetworkVariant(other.name)), "\(one.name), \(other.name)")
        }
      }
    }
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

  /// Epsilon and padding are chosen one by one, and four networks take the same weights.
  @Test func forksLeadToAllCombinations() {
    let both = [NetworkVariant.Change.epsilon(0.001), .padsAsTensorFlow]
    let changes: [[NetworkVariant.Change]] = [[], [both[0]], [both[1]], both]
    for variant in changes.map({ NetworkVariant("mobilenet_v2", $0) }) {
      let rivals = Fork.rivals(of: variant)
      #expect(rivals[0] == variant && rivals.count == 4)
      #expect(Set(rivals) == Set(changes.map { NetworkVariant("mobilenet_v2", $0) }))
    }
    #expect(NetworkVariant("a", both) == NetworkVariant("a", both.reversed()))
  }

  @Test func changesAreReadAsTheyAreWritten() throws {
    let all: [NetworkVariant.Change] = [
      .epsilon(0.001), .roundsPoolingDown, .transformsInput, .padsAsTensorFlow,
    ]
    for change in all { #expect(NetworkVariant.Change(change.description) == change) }
    let variant = NetworkVariant("mobilenet_v2", all)
    let text = try #require(NetworkVariant.Change.text(variant.changes))
    #expect("\(variant)" == "mobilenet_v2 \(text)")
    #expect(NetworkVariant.Change.list(text) == variant.changes)
    for wrong in ["", "epsilon", "epsilon=", "epsilon=0", "epsilon=-1", "epsilon=nan", "relu"] {
      #expect(NetworkVariant.Change(wrong) == nil, "\(wrong)")
      #expect(NetworkVariant.Change.list("padding-same,\(wrong)") == nil, "\(wrong)")
    }
    for wrong in ["padding-same,padding-same", "epsilon=1,epsilon=2", "padding-same,"] {
      #expect(NetworkVariant.Change.list(wrong) == nil, "\(wrong)")
    }
  }

  @Test(arguments: [
    NetworkVariant("alexnet", .epsilon(0.001)), NetworkVariant("vgg16", .roundsPoolingDown),
    NetworkVariant("resnet18", .transformsInput), NetworkVariant("vgg16", .padsAsTensorFlow),
    // Its first pooling is padded at a stride as well.
    NetworkVariant("resnet18", .padsAsTensorFlow),
    NetworkVariant("mobilenet_v2", .epsilon(0.001), .transformsInput),
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

import Gradus
import GradusTestSupport
import Testing

/// A net with every kind of layer whose weights PyTorch orders otherwise.
private final class Net: Module {
  let conv1 = Conv2d(2, 3, kernel: Extent(height: 1, width: 2), geometry: ConvolutionGeometry())
  let bn1 = BatchNorm(3)
  let fc1 = Linear(flattenedHeight: 2, width: 3, channels: 4, 5)
  let fc2 = Linear(5, 2)
}

@Suite struct ModelWeightsTests {
  private let folder: TemporaryFolder
  private let model = Net().initialize(seed: 1)

  init() throws { folder = try TemporaryFolder() }

  private func bits(_ module: any Module) -> [[UInt8]] {
    module.stateDictionary.map { $0.value.littleEndianBytes() }
  }

  private static let asInPyTorch = LoadOptions(layout: .pyTorch)

  /// Every element where PyTorch has it, index by index.
  @Test func layoutsArePyTorchs() {
    let state = model.stateDictionary(layout: .pyTorch)
    let (filter, ours) = (state["conv1.weight"]!, model.conv1.weight.value)
    #expect(filter.shape == [3, 2, 1, 2])
    for o in 0..<3 {
      for i in 0..<2 { for x in 0..<2 { #expect(filter[o, i, 0, x] == ours[0, x, i, o]) } }
    }
    let (matrix, mine) = (state["fc2.weight"]!, model.fc2.weight.value)
    #expect(matrix.shape == [2, 5])
    for o in 0..<2 { for i in 0..<5 { #expect(matrix[o, i] == mine[i, o]) } }
    // PyTorch flattens channels, rows, columns; here it is rows, columns, channels.
    let (behind, flat) = (state["fc1.weight"]!, model.fc1.weight.value)
    #expect(behind.shape == [5, 24])
    for o in 0..<5 {
      for c in 0..<4 {
        for y in 0..<2 {
          for x in 0..<3 { #expect(behind[o, (c * 2 + y) * 3 + x] == flat[(y * 3 + x) * 4 + c, o]) }
        }
      }
    }
  }

  @Test(arguments: WeightsFile.writableFormats, [DType.float32, .float64])
  func whatIsSavedIsLoaded(format: any WritableWeightsFormat, dtype: DType) throws {
    model.convert(to: dtype)
    try model.save(to: folder["w"], format: format)
    let other = Net()
    let report = try other.load(from: folder["w"])
    #expect(report.isComplete && report.loaded == model.stateDictionary.map(\.name))
    #expect(bits(other) == bits(model))
    #expect(other.fc1.weight.value.dtype == dtype)
    #expect(try WeightsFile.read(folder["w"]).format.name == format.name)
  }

  @Test func prefixesAndCountersAreKnown() throws {
    var wrapped = model.stateDictionary(layout: .pyTorch).prefixed("module.")
    wrapped["module.bn1.num_batches_tracked"] = Tensor(7, dtype: .float64)
    let other = Net()
    let report = try other.load(wrapped, Self.asInPyTorch)
    #expect(
      report.strippedPrefix == "module." && report.ignored == ["module.bn1.num_batches_tracked"])
    #expect(bits(other) == bits(model))
    #expect(
      report.description == "10 of 10 tensors match; ignored: 1 batch counters; "
        + "prefix \"module.\" taken off")
  }

  @Test func everythingWrongIsListedAndNothingIsChanged() throws {
    var state = model.stateDictionary(layout: .pyTorch)
    (state["bn1.bias"], state["fc2.weight"]) = (nil, nil)
    state["conv1.weight"] = .zeros([3, 1, 1, 2])
    (state["fc2.weigth"], state["head.scale"]) = (.zeros([2, 5]), .zeros([1]))
    let target = Net().initialize(seed: 3)
    let before = bits(target)
    let error = #expect(throws: StateMismatch.self) {
      try target.load(state, Self.asInPyTorch, path: "net.pt")
    }
    let report = try #require(error?.report)
    #expect(report.missing == ["bn1.bias", "fc2.weight"])
    #expect(report.unexpected == ["fc2.weigth", "head.scale"])
    #expect(report.wrongShape.map(\.name) == ["conv1.weight"])
    #expect(report.wrongShape.first?.expected == [3, 2, 1, 2])
    #expect(report.wrongShape.first?.found == [3, 1, 1, 2])
    #expect(report.suggestions == ["fc2.weight": "fc2.weigth"])
    #expect(
      error?.description
        == "net.pt: its tensors do not fit the model, nothing was loaded: 7 of 10 tensors match; "
        + "missing: bn1.bias, fc2.weight (is it \"fc2.weigth\"?); "
        + "unexpected: fc2.weigth, head.scale; "
        + "wrong shape: conv1.weight (model [3, 2, 1, 2], file [3, 1, 1, 2]); "
        + "map the names, or ask for a partial load")
    #expect(bits(target) == before)

    let partial = try target.load(
      state, LoadOptions(completeness: .partial, layout: .pyTorch))
    #expect(partial.loaded.count == 7 && !partial.isComplete)
    #expect(target.fc1.weight.value.floats == model.fc1.weight.value.floats)
    #expect(bits(target)[0] == before[0])
    #expect(throws: StateMismatch.self) { try target.load(["x": Tensor(1)], .partial) }
    #expect(throws: StateMismatch.self) { try target.load([:]) }
  }

  @Test func namesInMessagesNeitherBreakTheLineNorMoveTheCursor() throws {
    let names = ["a\nb", "\u{1b}[2J", "x\r\n", "\u{202e}y", "\u{2028}"]
    let state = StateDictionary(names.map { ($0, Tensor(1)) })
    let error = #expect(throws: StateMismatch.self) { try model.load(state) }
    let merging = LoadOptions(names: NameMap { _ in names.joined() })
    let other = #expect(throws: StateMismatch.self) { try model.load(state, merging) }
    for message in [try #require(error).description, try #require(other).description] {
      for shown in ["a\\u{a}b", "\\u{1b}[2J", "x\\u{d}\\u{a}", "\\u{202e}y", "\\u{2028}"] {
        #expect(message.contains(shown))
      }
      #expect(message.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
    }
  }

  @Test func namesAreMapped() throws {
    let state = model.stateDictionary.renamed { $0.replacing("fc2.", with: "linear.") }
    let other = Net()
    #expect(throws: StateMismatch.self) { try other.load(state) }
    try other.load(state, LoadOptions(names: NameMap(prefixes: ["linear.": "fc2."])))
    #expect(bits(other) == bits(model))
    let merging = LoadOptions(names: NameMap { _ in "fc2.bias" })
    let error = #expect(throws: StateMismatch.self) { try other.load(state, merging) }
    #expect(error?.problem?.contains("two tensors are called \"fc2.bias\"") == true)
    for (old, new) in [
      (
        "features.denseblock1.denselayer12.norm.1.weight",
        "features.denseblock1.denselayer12.norm1.weight"
      ),
      (
        "features.denseblock1.denselayer2.conv.2.weight",
        "features.denseblock1.denselayer2.conv2.weight"
      ),
      ("features.transition1.norm.weight", "features.transition1.norm.weight"),
      ("classifier.weight", "classifier.weight"),
    ] {
      #expect(NameMap.earlyDenseNet(old) == new)
    }
  }

  @Test func aModelKeepsItsElementType() throws {
    let state = model.stateDictionary.mapped { $1.converted(to: .float64) }
    let target = Net().initialize(seed: 2)
    try target.load(state)
    #expect(bits(target) == bits(model))
  }

  @Test func checkpointsAreWeightsToo() throws {
    let net = CIFARResNet(depth: 8, width: 2).initialize(seed: 4)
    let loop = TrainingLoop(net, SGD(net, momentum: 0.9), .constant(0.1), seed: 1)
    try loop.checkpoint().write(to: folder["c"])
    let other = CIFARResNet(depth: 8, width: 2)
    #expect(try other.load(from: folder["c"]).isComplete)
    #expect(bits(other) == bits(net))
  }
}

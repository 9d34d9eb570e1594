import Gradus
import GradusTestSupport
import Testing

/// A net with every kind of layer whose weights PyTorch orders otherwise.
private final class Net: Module {
  let conv1 = Conv2d(2, 3, kernelHeight: 1, kernelWidth: 2, geometry: ConvolutionGeometry())
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

  private func tensors(_ change: (inout [(name: String, tensor: Tensor)]) -> Void) -> [(
    name: String, tensor: Tensor
  )] {
    var result = model.pyTorchState.map { (name: $0.name, tensor: $0.value) }
    change(&result)
    return result
  }

  /// Every element where PyTorch has it, index by index.
  @Test func layoutsArePyTorchs() {
    let state = Dictionary(uniqueKeysWithValues: model.pyTorchState.map { ($0.name, $0.value) })
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

  @Test(arguments: WeightsFile.Format.allCases, [DType.float32, .float64])
  func whatIsSavedIsLoaded(format: WeightsFile.Format, dtype: DType) throws {
    model.convert(to: dtype)
    try model.save(to: folder["w"], format: format)
    let other = Net()
    let report = try other.load(from: folder["w"])
    #expect(report.isComplete && report.loaded == model.stateDictionary.map(\.name))
    #expect(bits(other) == bits(model))
    #expect(other.fc1.weight.value.dtype == dtype)
    #expect(try WeightsFile.read(folder["w"]).format == format)
  }

  @Test func prefixesAndCountersAreKnown() throws {
    let wrapped = tensors { list in
      list = list.map { ("module.\($0.name)", $0.tensor) }
      list.append(("module.bn1.num_batches_tracked", Tensor(7, dtype: .float64)))
    }
    let other = Net()
    let report = try other.load(weights: wrapped)
    #expect(report.strippedPrefix == "module." && report.ignored == ["bn1.num_batches_tracked"])
    #expect(bits(other) == bits(model))
    #expect(
      report.description == "10 of 10 tensors match; ignored: 1 batch counters; "
        + "prefix \"module.\" taken off")
  }

  @Test func everythingWrongIsListedAndNothingIsChanged() throws {
    let state = tensors { list in
      list.removeAll { $0.name == "bn1.bias" || $0.name == "fc2.weight" }
      list[0].tensor = .zeros([3, 1, 1, 2])
      list.append(("fc2.weigth", .zeros([2, 5])))
      list.append(("head.scale", .zeros([1])))
    }
    let target = Net().initialize(seed: 3)
    let before = bits(target)
    let error = #expect(throws: LoadError.self) {
      try target.load(weights: state, path: "net.pt")
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
        == "net.pt: do not fit the model, nothing was loaded: 7 of 10 tensors match; "
        + "missing: bn1.bias, fc2.weight (is it \"fc2.weigth\" in the file?); "
        + "unexpected: fc2.weigth, head.scale; "
        + "wrong shape: conv1.weight (model [3, 2, 1, 2], file [3, 1, 1, 2]); "
        + "map the names, or ask for a partial load")
    #expect(bits(target) == before)

    let partial = try target.load(weights: state, .partial)
    #expect(partial.loaded.count == 7 && !partial.isComplete)
    #expect(target.fc1.weight.value.floats == model.fc1.weight.value.floats)
    #expect(bits(target)[0] == before[0])
    #expect(throws: LoadError.self) { try target.load(weights: [("x", Tensor(1))], .partial) }
    #expect(throws: LoadError.self) { try target.load(weights: []) }
  }

  @Test func namesInMessagesNeitherBreakTheLineNorMoveTheCursor() throws {
    let names = ["a\nb", "\u{1b}[2J", "x\r\n", "\u{202e}y", "\u{2028}"]
    let state = names.map { ($0, Tensor(1)) }
    let (error, other) = (
      #expect(throws: LoadError.self) { try model.load(weights: state) },
      #expect(throws: StateDictionaryError.self) { try model.load(state.map { ($0, $1) }) }
    )
    for message in [try #require(error).description, try #require(other).description] {
      for shown in ["a\\u{a}b", "\\u{1b}[2J", "x\\u{d}\\u{a}", "\\u{202e}y", "\\u{2028}"] {
        #expect(message.contains(shown))
      }
      #expect(message.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
    }
  }

  @Test func namesAreMapped() throws {
    let state = tensors { list in
      list = list.map { ($0.name.replacing("fc2.", with: "linear."), $0.tensor) }
    }
    let other = Net()
    #expect(throws: LoadError.self) { try other.load(weights: state) }
    try other.load(weights: state, LoadOptions(names: NameMap(prefixes: ["linear.": "fc2."])))
    #expect(bits(other) == bits(model))
    let merging = LoadOptions(names: NameMap { _ in "fc2.bias" })
    let error = #expect(throws: LoadError.self) { try other.load(weights: state, merging) }
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
    let state = model.convertedState(to: .float64)
    let target = Net().initialize(seed: 2)
    try target.load(weights: state)
    #expect(bits(target) == bits(model))
  }

  @Test func checkpointsAreWeightsToo() throws {
    let net = CIFARResNet(depth: 8, width: 2).initialize(seed: 4)
    let trainer = Trainer(net, SGD(net, momentum: 0.9), .constant(0.1), seed: 1)
    try Checkpoint(of: trainer).write(to: folder["c"])
    let other = CIFARResNet(depth: 8, width: 2)
    #expect(try other.load(from: folder["c"]).isComplete)
    #expect(bits(other) == bits(net))
  }
}

extension Module {
  fileprivate func convertedState(to dtype: DType) -> [(name: String, tensor: Tensor)] {
    pyTorchState.map { ($0.name, $0.value.converted(to: dtype)) }
  }
}

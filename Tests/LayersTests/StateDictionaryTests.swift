import Gradus
import GradusTestSupport
import Testing

private final class Net: Module {
  let conv1 = Conv2d(2, 3, kernel: 3)
  let bn1 = BatchNorm(3)
  let fc = Linear(3, 2)
}

/// Weights are loaded whole or not at all, and an error lists all that is wrong.
@Suite struct StateDictionaryTests {
  private let model = Net().initialize(seed: 1)

  private func bits(_ module: any Module) -> [[UInt64]] {
    module.stateDictionary.map { $0.value.scalars.map(\.bitPattern) }
  }

  @Test func whatOneModelGivesAnotherTakes() throws {
    let other = Net().initialize(seed: 2)
    #expect(bits(other) != bits(model))
    try other.load(model.stateDictionary)
    #expect(bits(other) == bits(model))
    let empty = Net()
    try empty.load(StateDictionary(model.stateDictionary.reversed()))
    #expect(bits(empty) == bits(model))
  }

  @Test func everythingWrongIsListedAndNothingIsChanged() throws {
    var state = model.stateDictionary
    (state["bn1.bias"], state["fc.weight"]) = (nil, nil)
    (state["conv1.bias"], state["fc.gamma"]) = (.zeros([4]), .zeros([1]))
    let target = Net().initialize(seed: 3)
    let before = bits(target)
    let error = #expect(throws: StateMismatch.self) { try target.load(state) }
    #expect(error?.report.missing == ["bn1.bias", "fc.weight"])
    #expect(error?.report.unexpected == ["fc.gamma"])
    #expect(error?.report.wrongShape.map(\.name) == ["conv1.bias"])
    #expect(error?.report.wrongShape.first?.expected == [3])
    #expect(error?.report.wrongShape.first?.found == [4])
    #expect(bits(target) == before)
    let text = error?.description ?? ""
    #expect(
      text == "the tensors do not fit the model, nothing was loaded: 5 of 8 tensors match; "
        + "missing: bn1.bias, fc.weight; unexpected: fc.gamma; "
        + "wrong shape: conv1.bias (model [3], file [4]); map the names, or ask for a partial load")
  }

  @Test func aTableIsATableInPyTorchsFiles() throws {
    final class Embedding: Module {
      let table = Parameter([9, 8], .normal(standardDeviation: 1))
      let fc = Linear(3, 2, bias: false)
    }
    let model = Embedding().initialize(seed: 1)
    let state = model.stateDictionary(layout: .pyTorch)
    #expect(state["table"]?.shape == [9, 8] && state["fc.weight"]?.shape == [2, 3])
    #expect(state["table"]?.floats == model.table.value.floats)
    #expect(state["fc.weight"]?.floats == model.fc.weight.value.transposed().floats)
    let other = Embedding().initialize(seed: 2)
    _ = try other.load(state, LoadOptions(layout: .pyTorch))
    #expect(other.table.value.floats == model.table.value.floats)
    #expect(other.fc.weight.value.floats == model.fc.weight.value.floats)
  }

  @Test func aLongListIsCutShort() {
    let error = #expect(throws: StateMismatch.self) { try model.load([:]) }
    #expect(error?.report.missing.count == model.stateDictionary.count)
    #expect(error?.description.contains("and 3 more") == true)
  }

  @Test func aModelKeepsItsElementTypes() throws {
    let double = Net().initialize(seed: 4, dtype: .float64)
    let target = Net().initialize(seed: 5)
    try target.load(double.stateDictionary)
    #expect(target.stateDictionary.allSatisfy { $0.value.dtype == .float32 })
    #expect(target.fc.weight.value.floats == double.fc.weight.value.floats)
    let empty = Net()
    try empty.load(double.stateDictionary)
    #expect(empty.fc.weight.value.dtype == .float64)
  }

  @Test func whatIsReadIsAPictureOfTheMoment() throws {
    let target = Net().initialize(seed: 6)
    let picture = target.stateDictionary
    let before = bits(target)
    target.fc.weight.value = target.fc.weight.value * 2
    try target.load(picture)
    #expect(bits(target) == before)
  }
}

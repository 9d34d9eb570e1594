import Gradus
import Testing

/// A module whose only child has the name of PyTorch's wrapper.
private final class Wrapper: Module {
  let module = Linear(2, 1)
}

/// A module that does read a counter.
private final class Counting: Module {
  let numBatchesTracked = Buffer([], initialValue: 3)
}

/// The one matcher on cases made by hand.
@Suite struct StateMatchTests {
  private let expected: StateDictionary = [
    "conv.weight": Tensor(shapeOnly: [2, 3]), "conv.bias": .zeros([3]),
    "fc.weight": .zeros([4, 5]), "fc.bias": .zeros([5]), "scale": .zeros([]),
  ]

  @Test func everyNameIsInOneOfTheLists() {
    let given: StateDictionary = [
      "other": .zeros([9]), "fc.weight": .zeros([5, 4]), "scale": Tensor(2, dtype: .float64),
      "conv.weight": .ones([2, 3]), "fc.biass": .zeros([5]), "conv.bias": .ones([3]),
    ]
    let loose = given.matched(against: expected)
    #expect(loose.assigned.names == ["conv.weight", "conv.bias", "scale"])
    #expect(loose.assigned["conv.bias"]?.scalars == [1, 1, 1])
    #expect(loose.report.loaded == loose.assigned.names)
    #expect(loose.report.missing == ["fc.bias"])
    #expect(loose.report.unexpected == ["other", "fc.biass"])
    let shape = loose.report.wrongShape.first
    #expect(loose.report.wrongShape.map(\.name) == ["fc.weight"])
    #expect(shape?.expected == [4, 5] && shape?.found == [5, 4])
    #expect(loose.report.wrongType.isEmpty && !loose.report.isComplete)
    #expect(loose.report.suggestions == ["fc.bias": "fc.biass"])
    let strict = given.matched(against: expected, comparingTypes: true)
    #expect(strict.assigned.names == ["conv.weight", "conv.bias"])
    let type = strict.report.wrongType.first
    #expect(strict.report.wrongType.map(\.name) == ["scale"])
    #expect(type?.expected == .float32 && type?.found == .float64)
    #expect(
      strict.report.description
        == "2 of 5 tensors match; missing: fc.bias (is it \"fc.biass\"?); "
        + "unexpected: other, fc.biass; wrong shape: fc.weight (model [4, 5], file [5, 4]); "
        + "wrong element type: scale (model float32, file float64)")
  }

  @Test func whatFitsComesInTheExpectedOrder() throws {
    let names = expected.names
    let given = StateDictionary(expected.reversed())
    #expect(try given.fitted(to: expected, of: .optimizer).names == names)
    #expect(([:] as StateDictionary).matched(against: [:]).report.isComplete)
  }

  @Test func theErrorSaysForWhatAndWhatToDo() {
    for (target, advice) in [
      (StateMismatch.Target.model, "map the names, or ask for a partial load"),
      (.optimizer, "use the optimiser and model that the state is of"),
      (.average, "use the model that the average is of"),
    ] {
      let error = #expect(throws: StateMismatch.self) {
        try (["a": Tensor(1)] as StateDictionary).fitted(to: [:], of: target)
      }
      #expect(
        error?.description == "the tensors do not fit the \(target.rawValue), nothing was loaded: "
          + "0 of 0 tensors match; unexpected: a; \(advice)")
    }
  }

  @Test func onlyAPrefixThatTheModelLacksIsTakenOff() throws {
    let (one, other) = (Wrapper().initialize(seed: 1), Wrapper().initialize(seed: 2))
    let own = try other.load(one.stateDictionary)
    #expect(own.strippedPrefix == "" && own.loaded == ["module.weight", "module.bias"])
    #expect(other.module.weight.value.scalars == one.module.weight.value.scalars)
    let wrapped = try other.load(one.stateDictionary.prefixed("module."))
    #expect(wrapped.strippedPrefix == "module.")
  }

  @Test func aCounterThatTheModelHasIsLoaded() throws {
    let model = Counting().initialize(seed: 1)
    let report = try model.load(["num_batches_tracked": Tensor(8)])
    #expect(report.ignored.isEmpty && model.numBatchesTracked.value.item == 8)
  }
}

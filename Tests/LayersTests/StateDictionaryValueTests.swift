import Foundation
import Gradus
import Testing

/// A crash needs no report of its own here; the message alone is read.
private func trapQuietly() {
  for number in [SIGILL, SIGTRAP, SIGABRT] { signal(number, SIG_DFL) }
}

/// The value itself, against a list of pairs that is searched from front to back.
@Suite struct StateDictionaryValueTests {
  /// Names that meet in their first characters, among them ones that a prefix would fuse with.
  private static let names = [
    "", "a", "a.b", "a.b.weight", "ab", ".", "\u{301}x", "é", "module.a", "🙂", "\u{200d}z", "A",
  ]

  private static func dictionary(_ names: [String]) -> StateDictionary {
    StateDictionary(names.enumerated().map { ($1, Tensor(Double($0), dtype: .float64)) })
  }

  private static func same(_ a: StateDictionary, _ b: [(name: String, value: Double)]) -> Bool {
    a.count == b.count && a.names == a.map(\.name)
      && zip(a, b).allSatisfy { $0.name == $1.name && $0.value.item == $1.value }
      && b.allSatisfy { a[$0.name]?.item == $0.value }
  }

  @Test(arguments: 0..<20) func isTheListOfPairsThatItWasMadeOf(seed: Int) {
    let random = RandomStream(seed: UInt64(seed), name: "state dictionary")
    var (dictionary, list) = (StateDictionary(), [(name: String, value: Double)]())
    for step in 0..<60 {
      let name = Self.names[random.integer(3 * step, below: Self.names.count)]
      let place = list.firstIndex { $0.name == name }
      if random.integer(3 * step + 1, below: 3) == 0 {
        dictionary[name] = nil
        if let place { list.remove(at: place) }
      } else {
        dictionary[name] = Tensor(Double(step), dtype: .float64)
        if let place { list[place].value = Double(step) } else { list.append((name, Double(step))) }
      }
      #expect(Self.same(dictionary, list))
      #expect(Self.names.allSatisfy { n in list.contains { $0.name == n } || dictionary[n] == nil })
    }
    let prefix = Self.names[random.integer(1000, below: Self.names.count)]
    #expect(Self.same(dictionary.prefixed(prefix).stripping(prefix), list))
    #expect(
      Self.same(dictionary.prefixed(prefix), list.map { (prefix + $0.name, $0.value) }))
    #expect(
      Self.same(dictionary.filtered { $1.item > 30 }, list.filter { $0.value > 30 }))
    #expect(
      Self.same(dictionary.mapped { $1 * 2 }, list.map { ($0.name, $0.value * 2) }))
    #expect(
      Self.same(
        dictionary.renamed { "\($0)/\($0)" }, list.map { ("\($0.name)/\($0.name)", $0.value) }))
  }

  @Test func strippingKeepsWhatHasThePrefixAndNothingElse() {
    let state = Self.dictionary(["model.a", "a", "model", "model.", "model.model.a", "Model.b"])
    #expect(state.stripping("model.").names == ["a", "", "model.a"])
    #expect(state.stripping("").names == state.names)
    #expect(state.stripping("x").isEmpty)
    // "model." and a combining accent are one character; the names still come apart.
    #expect(
      Self.dictionary(["\u{301}x"]).prefixed("model.").stripping("model.").names == ["\u{301}x"])
  }

  @Test func mergingTakesTheOthersTensorsInThisOnesPlaces() {
    let merged = Self.dictionary(["a", "b", "c"]).merging(
      ["b": Tensor(7, dtype: .float64), "d": Tensor(8, dtype: .float64)])
    #expect(Self.same(merged, [("a", 0), ("b", 7), ("c", 2), ("d", 8)]))
    let sum = Self.dictionary(["a", "b"]) + ["d": Tensor(8, dtype: .float64)]
    #expect(Self.same(sum, [("a", 0), ("b", 1), ("d", 8)]))
  }

  @Test func aCopyIsAnotherValue() {
    let one = Self.dictionary(["a", "b"])
    var other = one
    other["a"] = nil
    other["c"] = Tensor(9, dtype: .float64)
    #expect(Self.same(one, [("a", 0), ("b", 1)]))
    #expect("\(one)" == "a [] float64\nb [] float64")
  }

  @Test func twoTensorsOfOneNameStopTheProgram() async {
    let results = [
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        trapQuietly()
        _ = StateDictionary([("é", Tensor(1)), ("e\u{301}", Tensor(2))])
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        trapQuietly()
        _ = (["é": Tensor(1), "b": Tensor(2)] as StateDictionary).renamed { _ in "é" }
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        trapQuietly()
        _ = (["é": Tensor(1)] as StateDictionary) + ["é": Tensor(2)]
      },
    ]
    for result in results {
      let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(text.contains("state dictionary: two tensors are called \"é\"; names must differ"))
    }
  }
}

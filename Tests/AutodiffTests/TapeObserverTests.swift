import GradusAutodiff
import GradusTensors
import Testing

@Suite("Observers are told of every event, in order")
struct TapeObserverTests {
  private final class Scope: TapeScope {
    func path(to descendant: AnyObject) -> String? { nil }
  }

  private let x = Tensor([0.5, 2], shape: [2], dtype: .float64)

  /// What happened in a run of a parameter times an input, as words.
  private func words(watchesRecomputation: Bool) -> [String] {
    var words: [String] = []
    let (owner, scope) = (Scope(), Scope())
    let observer = ClosureObserver(watchesRecomputation: watchesRecomputation) { event, tape in
      switch event {
      case .recorded(let node, let value):
        words.append("\(tape.nodes[node].operation.name) \(value.shape)")
      case .gradient(let node, let value):
        words.append("gradient of \(tape.nodes[node].operation.name) \(value.shape)")
      case .passedGradient(let node, let inputs):
        words.append("\(tape.nodes[node].operation.name) passed to \(inputs.count)")
      case .finalGradient(let gradient, let found):
        words.append("final \(gradient.scalars) \(found === owner)")
      case .entered(let found): words.append("entered \(found === scope)")
      case .left(let found, let outputs):
        words.append("left \(found === scope) \(outputs[0].shape)")
      }
    }
    let tape = Tape(.training, observers: [observer])
    let y = tape.inScope(of: scope) {
      let weight = tape.leaf(of: owner, value: x)
      return recomputing(weight) { $0[0].squared() }.sum()
    }
    _ = tape.gradients(of: y)
    return words
  }

  @Test("of the tape, and of the parts it recomputes when they ask for it")
  func events() {
    let plain = words(watchesRecomputation: false)
    #expect(
      plain == [
        "entered true", "parameter [2]", "recompute [2]", "sum []", "left true []",
        "gradient of sum []", "sum passed to 1", "gradient of recompute [2]",
        "recompute passed to 1", "gradient of parameter [2]", "final [1.0, 4.0] true",
      ])
    let all = words(watchesRecomputation: true)
    let inside = all.filter { !plain.contains($0) }
    #expect(
      inside == [
        "variable [2]", "squared [2]", "gradient of squared [2]", "squared passed to 1",
        "gradient of variable [2]",
      ])
    #expect(all.filter(plain.contains) == plain)
  }
}

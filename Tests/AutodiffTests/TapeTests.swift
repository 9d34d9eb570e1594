import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

@Suite("The tape: what is computed, what traps")
struct TapeTests {
  private let x = Tensor([0.5, -1.5, 2], shape: [3])

  /// Counts how often its pullback runs.
  private final class Counter {
    var calls = 0
    func pass(_ a: Variable, _ b: Variable) -> Variable {
      record(
        TapeOperation("counted", .arithmetic), value: a.value + b.value, (a, { g in g }),
        (
          b,
          { g in
            self.calls += 1
            return g
          }
        ))
    }
  }

  @Test("a gradient that nobody asked for is not computed")
  func onlyWantedGradients() {
    let counter = Counter()
    let tape = Tape(.training)
    let (a, b, c) = (tape.variable(x), tape.variable(x), tape.constant(x))
    let toConstant = counter.pass(a, c).sum()
    _ = tape.gradients(of: toConstant)
    #expect(counter.calls == 0, "a constant wants none")
    let toOther = counter.pass(a, b.exp()).sum()
    let first = tape.gradients(of: toOther, withRespectTo: [a], keepGraph: true)
    #expect(counter.calls == 0 && first[a] != nil && first[b] == nil)
    let second = tape.gradients(of: toOther)
    #expect(counter.calls == 1 && second[b]?.scalars == x.exp().scalars)
  }

  @Test("a joint pullback is told what is needed")
  func jointPullback() {
    var asked: [[Bool]] = []
    let tape = Tape(.training)
    let (a, b) = (tape.variable(x), tape.variable(x))
    let inputs = [a, tape.constant(x), b]
    let y = record(TapeOperation("joint", .arithmetic), value: x, inputs: inputs) { g, needed in
      asked.append(needed)
      return needed.map { $0 ? g : nil }
    }.sum()
    _ = tape.gradients(of: y, withRespectTo: [b], keepGraph: true)
    _ = tape.gradients(of: y)
    #expect(asked == [[false, false, true], [true, false, true]])
  }

  @Test("a missing gradient is nil, by variable and by owner")
  func missingGradients() {
    let tape = Tape(.training)
    let owner = Counter()
    let (used, unused) = (tape.variable(x), tape.variable(x))
    _ = tape.leaf(of: owner, value: x)
    let gradients = tape.gradients(of: used.sum())
    #expect(gradients[used] != nil && gradients[unused] == nil)
    #expect(gradients[owner: owner] == nil && gradients[Variable(x)] == nil)
    #expect(gradients.isEmpty)
  }

  @Test("one object is one leaf, and its gradient is the sum over its uses")
  func sharedParameter() {
    let tape = Tape(.training)
    let owner = Counter()
    let first = tape.leaf(of: owner, value: x)
    let second = tape.leaf(of: owner, value: x)
    #expect(first.node == second.node)
    #expect(tape.gradients(of: (first * 2 + second * 3).sum())[owner: owner]?.scalars == [5, 5, 5])
  }

  @Test("accumulation never writes into a gradient that somebody else holds")
  func accumulationDoesNotAlias() {
    let tape = Tape(.training)
    let (a, b) = (tape.variable(x), tape.variable(x))
    let seed = Tensor([1, 10, 100], shape: [3], dtype: .float64)
    // Diamonds: the seed itself reaches a and b several times without being copied.
    let sum = a + b
    let y = (sum + a) + (sum + a)
    let gradients = tape.gradients(
      of: y, seed: Variable(seed), withRespectTo: [a, b, sum, y], keepGraph: true)
    #expect(seed.scalars == [1, 10, 100])
    #expect(gradients[y]?.scalars == [1, 10, 100])
    #expect(gradients[sum]?.scalars == [2, 20, 200])
    #expect(gradients[a]?.scalars == [4, 40, 400])
    #expect(gradients[b]?.scalars == [2, 20, 200])
    let again = tape.gradients(of: y, seed: Variable(seed))
    #expect(again[a]?.scalars == gradients[a]?.scalars)
    #expect((a.value.scalars, b.value.scalars) == (x.scalars, x.scalars))
  }

  @Test("a tape that does not record, and a stretch without recording, compute the same values")
  func withoutRecording() {
    let silent = Tape(.training, recording: false, seed: 4, step: 0)
    let tape = Tape(.training, seed: 4, step: 0)
    let body = { (x: Variable) in x.exp().dropout(probability: 0.5) }
    let expected = body(tape.variable(x)).value.scalars
    #expect(body(silent.variable(x)).value.scalars == expected)
    #expect(silent.nodes.isEmpty)
    let count = tape.nodes.count
    let inside = tape.withoutRecording { tape.variable(x).exp() }
    #expect(tape.nodes.count == count && !inside.requiresGradient)
  }

  @Test("a detached variable stops the gradient")
  func detached() {
    let slope = gradient(at: x) { ($0 * $0.detached).sum() }
    #expect(slope.scalars == x.scalars)
  }
}

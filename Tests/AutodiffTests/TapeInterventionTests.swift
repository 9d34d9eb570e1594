import Gradus
import GradusTestSupport
import Testing

/// What a tape computes otherwise than its model says, and the single steps of a backward run.
@Suite struct TapeInterventionTests {
  private final class Doubling: Layer {
    let linear = Linear(3, 3, bias: false)
    func forward(_ x: Variable) -> Variable { linear(linear(x)) * 2 }
  }

  private func input(_ name: String, _ shape: Shape = [4, 3]) -> Tensor {
    .normal(shape, from: RandomStream(seed: 2, name: name), dtype: .float64)
  }

  @Test func replacedLayersAndValuesHoldForOneTape() {
    let model = Doubling().initialize(seed: 1, dtype: .float64)
    let x = input("x")
    let before = model(x)
    let tape = Tape(.inference)
    tape.replace(model.linear) { $0 * 3 }
    #expect(model(tape.constant(x)).value.scalars == (x * 3 * 3 * 2).scalars)
    let other = Tape()
    other.use(.identity(3, dtype: .float64), for: model.linear.weight)
    let y = model(other.constant(x))
    #expect(relativeDifference(y.value, x * 2) < 1e-15)
    // y = 2 x W W has the gradient 4 xᵀ 1 at W = 1, the value in use.
    let gradient = other.gradients(of: y.sum())[model.linear.weight]
    let expected = x.matmul(.ones([4, 3], dtype: .float64), transposeLHS: true) * 4
    #expect(relativeDifference(gradient ?? x, expected) < 1e-14)
    #expect(model(x).scalars == before.scalars)
  }

  @Test(arguments: [1, 2]) func replacedLayersOfAFusedPairAreLeftOut(_ index: Int) {
    let chain = Sequential {
      Linear(3, 3)
      BatchNorm(3)
      ReLU()
    }.initialize(seed: 1, dtype: .float64)
    let x = input("x")
    let tape = Tape()
    tape.replace(chain.layers[index]) { $0 * 5 }
    let linear = Variable(chain.layers[0](x))
    let norm = linear.batchNormalized(scale: nil, shift: nil, epsilon: 1e-5).output
    let expected = index == 1 ? (linear * 5).relu() : norm * 5
    #expect(relativeDifference(chain(tape.constant(x)).value, expected.value) < 1e-12)
  }

  private final class Block: Layer {
    let norm = BatchNorm(3)
    func forward(_ x: Variable) -> Variable { norm.activated(x, .relu, adding: x * 2) }
  }

  @Test(arguments: Activation.allCases)
  func replacedNormalizationsAreLeftOutWhereTheyActivateToo(_ activation: Activation) {
    let norm = BatchNorm(3).initialize(seed: 1, dtype: .float64)
    let x = input("x")
    let tape = Tape(.training, seed: 1, step: 0)
    tape.replace(norm) { $0 * 5 }
    let found = norm.activated(tape.constant(x), activation)
    // The same activation after a normalisation that changes nothing.
    let identity = Variable(x * 5).batchNormalized(
      mean: .zeros([3], dtype: .float64), variance: .ones([3], dtype: .float64), scale: nil,
      shift: nil, epsilon: 0, activation: activation)
    #expect(relativeDifference(found.value, identity.value) < 1e-14)
    #expect(norm.runningMean.value.scalars == [0, 0, 0])
  }

  @Test func aReplacedNormalizationStillAddsItsShortcut() {
    let block = Block().initialize(seed: 1, dtype: .float64)
    let x = input("x")
    let tape = Tape(.inference)
    tape.replace(block.norm) { $0 * -3 }
    let expected = Variable(x * -1).relu().value
    #expect(relativeDifference(block(tape.constant(x)).value, expected) < 1e-15)
  }

  @Test func aReplacementInsideAReplacedLayerNeedsNoUse() {
    let model = Doubling().initialize(seed: 1, dtype: .float64)
    let x = input("x")
    let tape = Tape(.inference)
    tape.replace(model) { $0 }
    tape.replace(model.linear) { $0 * 3 }
    tape.use(.zeros([3, 3], dtype: .float64), for: model.linear.weight)
    #expect(model(tape.constant(x)).value.scalars == x.scalars)
  }

  @Test func holdInsideARecomputedPart() {
    let model = Doubling().initialize(seed: 1, dtype: .float64)
    let x = input("x")
    func run(_ isRecomputed: Bool) -> [Double] {
      let tape = Tape()
      tape.use(input("w", [3, 3]), for: model.linear.weight)
      let start = tape.variable(x)
      let y = isRecomputed ? recomputing(start) { model($0[0]) } : model(start)
      return tape.gradients(of: y.sum())[start]?.scalars ?? []
    }
    #expect(run(true) == run(false))
  }

  @Test(arguments: OpCase.all) func singleStepsMakeUpABackwardRun(_ row: OpCase) throws {
    let tape = Tape(step: 0)
    let inputs = row.makeInputs().map(tape.variable)
    let y = row.function(inputs)
    let root = try #require(y.node)
    let seed = input("seed", y.shape)
    var pending = [root: seed]
    var steps: [Int: Tensor] = [:]
    for node in (0...root).reversed() {
      guard let gradient = pending[node] else { continue }
      if tape.nodes[node].isLeaf {
        steps[node] = gradient
        continue
      }
      for part in tape.inputGradients(of: node, gradient: gradient) {
        #expect(tape.nodes[node].inputs[part.position] == part.node)
        pending[part.node] = pending[part.node].map { $0 + part.gradient } ?? part.gradient
      }
    }
    let gradients = tape.gradients(of: y, seed: Variable(seed))
    for variable in inputs {
      let node = try #require(variable.node)
      let zero = variable.value.filled(with: 0)
      #expect(relativeDifference(steps[node] ?? zero, gradients[variable] ?? zero) < 1e-13)
    }
  }

  @Test func frozenStatisticsAreConstants() throws {
    // The pullback with frozen statistics is a scaling; with live ones rows add up to zero.
    let x = input("x", [6, 2])
    let scale = Tensor([0.5, 3], shape: [2], dtype: .float64)
    func gradient(_ statistics: Tape.BatchStatistics) throws -> Tensor {
      let tape = Tape(.training, statistics: statistics)
      let variable = tape.variable(x)
      let y = variable.batchNormalized(
        scale: tape.constant(scale), shift: nil, epsilon: 1e-5
      ).output
      return try #require(tape.gradients(of: y, seed: Variable(input("g", [6, 2])))[variable])
    }
    let (_, variance) = x.channelStatistics()
    let slope = scale * (variance + 1e-5).squareRoot().reciprocal()
    #expect(relativeDifference(try gradient(.frozen), input("g", [6, 2]) * slope) < 1e-14)
    #expect(try gradient(.live).sum(axes: [0]).norm < 1e-12)
    #expect(Tape(.training, statistics: .frozen).updatesStatistics == false)
  }
}

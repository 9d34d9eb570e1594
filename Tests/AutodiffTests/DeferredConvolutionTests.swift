import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

/// Outside of a recording, what follows a convolution is computed with it and changes nothing.
@Suite struct DeferredConvolutionTests {
  typealias Step = (Variable) -> Variable

  private static func draw(_ shape: Shape, _ name: String) -> Tensor {
    Tensor.normal(shape, from: RandomStream(seed: 11, name: name), dtype: .float64)
  }

  private static let cases: [(name: String, input: Shape, filter: Shape, ConvolutionGeometry)] = [
    ("1x1", [2, 7, 5, 6], [1, 1, 6, 19], .init()),
    ("3x3", [2, 9, 8, 5], [3, 3, 5, 16], .init(stride: 2, padding: 1)),
    ("depthwise", [2, 9, 8, 12], [3, 3, 1, 12], .init(padding: 1, groups: 12)),
    ("grouped", [1, 6, 6, 8], [3, 3, 2, 12], .init(padding: 1, groups: 4)),
    ("winograd", [1, 20, 20, 128], [3, 3, 128, 128], .init(padding: 1)),
  ]

  private func steps(_ output: Shape) -> [(name: String, step: Step)] {
    let channels: Shape = [output[-1]]
    let (bias, scale) = (Self.draw(channels, "bias"), Self.draw(channels, "scale"))
    let (mean, variance) = (Self.draw(channels, "mean"), Self.draw(channels, "v").squared() + 0.1)
    let side = Self.draw(output, "side")
    func normalized(_ x: Variable, _ activation: Activation, _ addition: Tensor? = nil)
      -> Variable
    {
      x.batchNormalized(
        mean: mean, variance: variance, scale: Variable(scale), shift: Variable(bias),
        epsilon: 1e-3, adding: addition.map { Variable($0) }, activation: activation)
    }
    return [
      ("nothing", { $0 }),
      ("bias", { $0 + Variable(bias) }),
      ("bias, relu", { (Variable(bias) + $0).relu() }),
      ("bias, norm", { normalized($0 + Variable(bias), .silu) }),
      ("norm", { normalized($0, .identity) }),
      ("norm, addition, relu", { normalized($0, .relu, side) }),
      (
        "norm, then addition, then relu6",
        {
          (Variable(side) + normalized($0, .identity)).clamped(to: 0...6)
        }
      ),
      ("addition before the norm", { normalized($0 + Variable(side), .hardSwish) }),
      ("relu before the bias", { $0.relu() + Variable(bias) }),
      ("two additions", { $0 + Variable(side) + Variable(side) }),
      ("clamp elsewhere", { $0.clamped(to: -1...1) }),
      ("used twice", { $0.relu() + $0 }),
      ("used twice, the other way", { y in y + normalized(y, .relu) }),
      ("taken further twice", { y in y.relu() * 2 + y.clamped(to: 0...6) }),
      ("added to itself", { $0 + $0 }),
    ]
  }

  @Test(arguments: 0..<cases.count) func givesWhatTheStepsGive(_ index: Int) {
    let (name, input, filter, geometry) = Self.cases[index]
    let (x, w) = (Self.draw(input, "x"), Self.draw(filter, "w"))
    let output = geometry.outputShape(for: input, filter: filter)
    for (label, step) in steps(output) {
      let recorded = Tape(.inference)
      let expected = step(recorded.variable(x).conv2d(Variable(w), geometry)).value
      let unrecorded = Tape(.inference, recording: false)
      for start in [Variable(x), unrecorded.constant(x)] {
        let actual = step(start.conv2d(Variable(w), geometry))
        #expect(actual.shape == output && actual.dtype == .float64 && !actual.isShapeOnly)
        #expect(
          relativeDifference(actual.value, expected) < 1e-12, "\(name): \(label)")
      }
    }
  }

  /// An inverted residual, its parts, and results in between that somebody else looks at.
  @Test(arguments: 0..<5) func chainsGiveWhatTheStepsGive(_ use: Int) {
    let x = Self.draw([3, 19, 17, 8], "x")
    let (expand, project) = (Self.draw([1, 1, 8, 48], "e"), Self.draw([1, 1, 48, 8], "p"))
    let filter = Self.draw([3, 3, 1, 48], "f")
    let (bias, mean) = (Self.draw([48], "bias"), Self.draw([48], "mean"))
    let variance = Self.draw([48], "v").squared() + 0.1
    func block(_ x: Variable) -> Variable {
      let wide = (x.conv2d(Variable(expand)) + Variable(bias)).clamped(to: 0...6)
      if use == 1 { return wide.conv2d(Variable(filter), .init(padding: 1, groups: 48)).relu() }
      let filtered = wide.conv2d(Variable(filter), .init(padding: 1, groups: 48)).batchNormalized(
        mean: mean, variance: variance, scale: nil, shift: Variable(bias), epsilon: 1e-3,
        activation: .relu6)
      let narrow = filtered.conv2d(Variable(project)) + x
      switch use {
      case 2: return narrow + wide.conv2d(Variable(project))
      case 3: return narrow + filtered.conv2d(Variable(project)).relu()
      case 4: return wide.mean() + filtered.mean() + narrow.relu()
      default: return narrow
      }
    }
    let recorded = Tape(.inference)
    let expected = withExtendedLifetime(recorded) { block(recorded.variable(x)).value }
    let actual = block(Variable(x)).value
    #expect(actual.shape == expected.shape && relativeDifference(actual, expected) < 1e-12)
  }

  @Test func aRecordingTapeSeesEveryStep() {
    let tape = Tape(.training)
    let x = tape.variable(Self.draw([1, 4, 4, 3], "x"))
    let w = tape.variable(Self.draw([1, 1, 3, 5], "w"))
    let y = (x.conv2d(w) + Variable(Self.draw([5], "bias"))).relu()
    #expect(tape.nodes.map(\.operation.name) == ["variable", "variable", "conv2d", "add", "relu"])
    #expect(tape.gradients(of: y.sum())[w]?.shape == [1, 1, 3, 5])
    // A constant conv2d with a recorded filter is recorded as well.
    #expect(Variable(x.value).conv2d(w).node != nil)
    // A recorded addition to a deferred convolution is recorded.
    let constant = Variable(x.value).conv2d(Variable(w.value))
    let side = tape.variable(Self.draw([1, 4, 4, 5], "side"))
    let sum = constant + side
    #expect(sum.node != nil && tape.gradients(of: sum.sum())[side] != nil)
  }

  @Test func nothingIsKept() async {
    await #expect(processExitsWith: .success) {
      let (x, w) = (Self.draw([2, 16, 16, 8], "x"), Self.draw([3, 3, 8, 8], "w"))
      // The filter is laid out once and keeps that.
      precondition(Variable(x).conv2d(Variable(w), .init(padding: 1)).value.isFinite)
      let before = BufferPool.shared.statistics.live
      do {
        let y = Variable(x).conv2d(Variable(w), .init(padding: 1)).relu()
        precondition(BufferPool.shared.statistics.live == before, "computed before it is needed")
        precondition(y.value.isFinite)
        precondition(BufferPool.shared.statistics.live == before + y.value.byteCount)
      }
      precondition(BufferPool.shared.statistics.live == before)
    }
  }
}

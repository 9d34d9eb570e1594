import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

/// Outside of a recording, concatenations and normalisations wait for what follows, and change nothing.
@Suite struct DeferredChannelsTests {
  typealias Step = @Sendable ([Variable]) -> Variable

  private static func draw(_ shape: Shape, _ name: String) -> Tensor {
    Tensor.normal(shape, from: RandomStream(seed: 12, name: name), dtype: .float64)
  }

  private static func normalized(_ x: Variable, _ activation: Activation = .relu) -> Variable {
    let channels: Shape = [x.shape[3]]
    return x.batchNormalized(
      mean: draw(channels, "mean"), variance: draw(channels, "v").squared() + 0.1,
      scale: Variable(draw(channels, "scale")), shift: Variable(draw(channels, "shift")),
      epsilon: 1e-3, activation: activation)
  }

  private static func convolved(_ x: Variable, _ outputs: Int, kernel: Int = 1, stride: Int = 1)
    -> Variable
  {
    x.conv2d(
      Variable(draw([kernel, kernel, x.shape[3], outputs], "filter \(kernel)")),
      .init(stride: stride, padding: kernel / 2))
  }

  private static func joined(_ parts: [Variable]) -> Variable {
    Variable.concatenate(parts, axis: -1)
  }

  /// A dense block: each layer reads everything before it.
  private static func block(_ x: Variable, layers: Int) -> Variable {
    (0..<layers).reduce(x) { x, _ in
      let narrow = convolved(normalized(x), 16)
      return joined([x, convolved(normalized(narrow), 4, kernel: 3)])
    }
  }

  private static let steps: [(name: String, step: Step)] = [
    ("joined", { joined($0) }),
    ("normalised", { normalized($0[0]) }),
    ("joined and normalised", { normalized(joined($0), .identity) }),
    ("relu on its own", { normalized(joined($0), .identity).relu() }),
    ("silu on its own", { normalized(joined($0), .identity).activated(.silu) }),
    ("silu", { normalized(joined($0), .silu) }),
    ("two activations", { normalized(joined($0)).clamped(to: 0...6) }),
    ("convolved", { convolved(normalized(joined($0)), 11) }),
    ("only joined, convolved", { convolved(joined($0), 11) }),
    ("only normalised, convolved", { convolved(normalized($0[1]), 11) }),
    ("strided", { convolved(normalized(joined($0)), 11, stride: 2) }),
    ("3x3", { convolved(normalized(joined($0)), 11, kernel: 3) }),
    ("1x1, then 3x3", { convolved(convolved(normalized(joined($0)), 11).relu(), 5, kernel: 3) }),
    (
      "with an epilogue",
      { normalized(convolved(normalized(joined($0)), 11) + Variable(draw([11], "bias")), .relu6) }
    ),
    (
      "two convolutions of one",
      {
        let x = normalized(joined($0))
        return convolved(x, 11) + convolved(x, 11) * 2
      }
    ),
    (
      "looked at before and after",
      {
        let bare = joined($0)
        let before = bare.value.sum()
        let x = normalized(bare)
        let y = convolved(x, 11)
        let after = x.value.sum()
        return (y + Variable(before)) * Variable(after) + normalized(bare).mean()
      }
    ),
    ("joined again", { joined([joined($0), $0[0], joined([$0[1], $0[1]])]) }),
    ("normalised, joined", { normalized(joined([normalized($0[0]), normalized($0[1])])) }),
    ("normalised twice", { normalized(normalized(joined($0))) }),
    ("added to itself", { normalized(joined($0)) + joined($0) }),
    ("along another axis", { Variable.concatenate([$0[0], $0[0]], axis: 1) }),
    ("a dense block", { block($0[0], layers: 5) }),
    ("a dense block and a transition", { convolved(normalized(block($0[1], layers: 3)), 6) }),
  ]

  @Test(arguments: 0..<steps.count) func giveWhatTheStepsGive(_ index: Int) {
    let (name, step) = Self.steps[index]
    let inputs = [Self.draw([2, 9, 7, 12], "a"), Self.draw([2, 9, 7, 5], "b")]
    let recorded = Tape(.inference)
    let expected = withExtendedLifetime(recorded) {
      step(inputs.map { recorded.variable($0) }).value
    }
    let unrecorded = Tape(.inference, recording: false)
    for starts in [inputs.map { Variable($0) }, inputs.map { unrecorded.constant($0) }] {
      let actual = step(starts)
      #expect(actual.shape == expected.shape && actual.dtype == .float64 && !actual.isShapeOnly)
      #expect(relativeDifference(actual.value, expected) < 1e-12, "\(name)")
    }
  }

  @Test func nothingIsJoinedBeforeItIsNeeded() async {
    await #expect(processExitsWith: .success) {
      let (x, y) = (Self.draw([2, 16, 16, 24], "x"), Self.draw([2, 16, 16, 8], "y"))
      // The first run lays the filter out, which keeps that.
      func run() -> Variable {
        Self.convolved(Self.normalized(Self.joined([Variable(x), Variable(y)])), 4)
      }
      precondition(run().value.isFinite)
      let before = BufferPool.shared.statistics.live
      let result = run()
      let small = 8 * 32 * 8 + 4 * 32 * 8
      precondition(BufferPool.shared.statistics.live <= before + small, "computed too early")
      precondition(result.value.isFinite)
      precondition(
        BufferPool.shared.statistics.live <= before + small + result.value.byteCount,
        "a concatenation is kept")
    }
  }

  @Test func partsAreLetGoOnceTheyAreJoined() async {
    await #expect(processExitsWith: .success) {
      let before = BufferPool.shared.statistics.live
      let y = Self.joined(
        [Variable(Self.draw([2, 16, 16, 16], "x")), Variable(Self.draw([2, 16, 16, 16], "y"))])
      precondition(y.value.isFinite)
      precondition(BufferPool.shared.statistics.live == before + y.value.byteCount)
    }
  }

  @Test func aRecordingTapeSeesEveryStep() {
    let tape = Tape(.inference)
    let x = tape.variable(Self.draw([1, 4, 4, 3], "x"))
    let y = Variable(Self.draw([1, 4, 4, 2], "y"))
    let z = Self.convolved(Self.normalized(Self.joined([x, y])), 4)
    #expect(
      tape.nodes.map(\.operation.name)
        == ["variable", "concatenate", "batchNormalizationFixed", "conv2d"])
    #expect(tape.gradients(of: z.sum())[x]?.shape == x.shape)
    // What waits is recorded once it meets a tape.
    let waiting = Self.normalized(Self.joined([y, y]))
    #expect(Self.joined([x, waiting]).node != nil)
  }
}

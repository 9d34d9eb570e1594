import GradusAutodiff
import GradusTensors
import Testing

/// Every test runs in a process of its own, so that memory figures are exact.
@Suite("What a tape holds, and that it gives everything back")
struct TapeMemoryTests {
  @Test("a chain of 200,000 operations builds, differentiates and frees")
  func longChain() async {
    await #expect(processExitsWith: .success) {
      let before = BufferPool.shared.statistics.live
      for runsBackward in [true, false] {
        weak var dropped: Tape?
        do {
          let tape = Tape(.training)
          dropped = tape
          let x = tape.variable(Tensor([1.5], shape: [1]))
          var y = x
          for step in 0..<200_000 { y = step.isMultiple(of: 2) ? y * 0.5 : y * y / y * 2 }
          precondition(tape.nodes.count > 200_000)
          if runsBackward {
            let gradient = tape.gradients(of: y)[x]!.item
            precondition(abs(gradient - 1) < 1e-9, "the gradient is \(gradient)")
          }
        }
        precondition(dropped == nil)
        precondition(BufferPool.shared.statistics.live == before)
      }
    }
  }

  @Test("a chain differentiated twice gives its memory back")
  func secondOrderChain() async {
    await #expect(processExitsWith: .success) {
      let before = BufferPool.shared.statistics.live
      weak var dropped: Tape?
      do {
        let tape = Tape(.training)
        dropped = tape
        let x = tape.variable(Tensor([0.3], shape: [1]))
        var y = x
        for _ in 0..<5_000 { y = y.sin() + x * 1e-3 }
        let first = tape.gradients(of: y, createGraph: true).variableGradient(of: x)!
        precondition(tape.gradients(of: first)[x]!.isFinite)
      }
      precondition(dropped == nil)
      precondition(BufferPool.shared.statistics.live == before)
    }
  }

  @Test("dropping a tape without a backward run frees it, whatever was recorded")
  func droppedTape() async {
    await #expect(processExitsWith: .success) {
      let before = BufferPool.shared.statistics.live
      weak var dropped: Tape?
      do {
        let tape = Tape(.training, step: 0)
        dropped = tape
        let x = tape.variable(Tensor.full([2, 3], 0.5, dtype: .float64))
        let scale = tape.variable(Tensor.ones([3], dtype: .float64))
        let normal = x.batchNormalized(scale: scale, shift: nil, epsilon: 1e-3).output
        let y = recomputing(normal) { $0[0].exp().dropout(probability: 0.5) }.softmax()
        let slope = gradient(at: x) { ($0 * y).squared().sum() }
        precondition(slope.shape == x.shape)
      }
      precondition(dropped == nil, "something keeps the tape")
      precondition(BufferPool.shared.statistics.live == before)
    }
  }

  @Test("a backward run frees what operations saved, while the tape lives")
  func savedValuesAreFreed() async {
    await #expect(processExitsWith: .success) {
      let size = 1 << 20
      let before = Tensor.shapeOnlyLiveBytes
      let tape = Tape(.training)
      let x = tape.variable(Tensor(shapeOnly: [size], dtype: .float64))
      let output = (0..<10).reduce(x) { y, _ in y.tanh() }.sum()
      precondition(Tensor.shapeOnlyLiveBytes - before >= 10 * 8 * size)
      _ = tape.gradients(of: output, keepGraph: true)
      precondition(Tensor.shapeOnlyLiveBytes - before >= 10 * 8 * size)
      _ = tape.gradients(of: output)
      precondition(Tensor.shapeOnlyLiveBytes - before < 2 * 8 * size)
      withExtendedLifetime((tape, x)) {}
    }
  }
}

import GradusAutodiff
import GradusTensors
import Testing

@Suite("Misuse of a tape traps with a message that says what is wrong")
struct TapeTrapTests {
  @Test("a second backward run without keepGraph traps and names the operation")
  func secondBackwardTraps() async {
    let second = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let y = tape.variable(Tensor([1], shape: [1])).exp()
      _ = tape.gradients(of: y)
      _ = tape.gradients(of: y)
    }
    #expect(trapMessage(second).contains("what exp (node 1, shape [1]) saved was freed"))
  }

  @Test("variables of two tapes trap")
  func twoTapesTrap() async {
    let operands = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (a, b) = (Tape(.training), Tape(.training))
      _ = a.variable(Tensor([1], shape: [1])) + b.variable(Tensor([1], shape: [1]))
    }
    #expect(trapMessage(operands).contains("add: inputs are on two different tapes"))
    let asked = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (a, b) = (Tape(.training), Tape(.training))
      let other = b.variable(Tensor([1], shape: [1]))
      _ = a.gradients(of: a.variable(Tensor([1], shape: [1])))[other]
    }
    #expect(trapMessage(asked).contains("the variable is on another tape"))
    let target = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (a, b) = (Tape(.training), Tape(.training))
      let other = b.variable(Tensor([1], shape: [1]))
      _ = a.gradients(of: a.variable(Tensor([1], shape: [1])), withRespectTo: [other])
    }
    #expect(trapMessage(target).contains("a target is on another tape"))
  }

  @Test("wrong seeds, outputs and pullbacks trap")
  func misuseTraps() async {
    let single = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      _ = tape.gradients(of: tape.variable(Tensor([1, 2], shape: [2])))
    }
    #expect(trapMessage(single).contains("is not a single number; pass a seed"))
    let seed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      _ = tape.gradients(
        of: tape.variable(Tensor([1, 2], shape: [2])), seed: Variable(Tensor([1], shape: [1])))
    }
    #expect(trapMessage(seed).contains("the seed's shape [1] is not the output's, [2]"))
    let constant = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      _ = tape.gradients(of: tape.constant(Tensor([1], shape: [1])))
    }
    #expect(trapMessage(constant).contains("does not depend on any parameter or variable"))
    let elsewhere = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tape(.training).gradients(of: Variable(Tensor([1], shape: [1])))
    }
    #expect(trapMessage(elsewhere).contains("the output of shape [1] is not recorded on this tape"))
    let crooked = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let x = tape.variable(Tensor([1], shape: [1]))
      _ = tape.gradients(
        of: record(TapeOperation("crooked", .arithmetic), value: x.value, (x, { $0.sum() })))
    }
    #expect(
      trapMessage(crooked).contains(
        "crooked (node 1, shape [1]): the pullback gave a gradient of shape []"))
  }
  @Test("an operation on a variable whose tape is gone traps", arguments: [0, 1, 2, 3, 4])
  func deadTapeTraps(_ kind: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [kind = kind as Int] in
      func orphan(_ shape: Shape, recording: Bool = true) -> Variable {
        Tape(.training, recording: recording, step: 0).variable(.ones(shape, dtype: .float64))
      }
      switch kind {
      case 0: _ = orphan([2]).exp()
      case 1: _ = Variable(.ones([2], dtype: .float64)) + orphan([2], recording: false)
      case 2: _ = orphan([1, 3, 3, 1], recording: false).conv2d(orphan([3, 3, 1, 1]))
      case 3: _ = orphan([2]).dropout(probability: 0.5)
      default: _ = gradient(at: orphan([2])) { $0.sum() }
      }
    }
    let name = ["exp", "add", "conv2d", "dropout", "gradient"][kind]
    #expect(
      trapMessage(result).contains(
        "\(name): the variable's tape is gone; keep the tape in a constant while its variables are "
          + "used"))
  }

  @Test("a random draw on a tape without a step traps; no draw, no trap")
  func drawWithoutStepTraps() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training, seed: 3)
      _ = tape.variable(.ones([2])).dropout(probability: 0.5)
    }
    #expect(
      trapMessage(result).contains(
        "dropout: this tape has no step, and every step would draw the same numbers; pass step: to "
          + "Tape"))
    let tape = Tape(.training)
    #expect(tape.variable(.ones([2])).dropout(probability: 0).value.scalars == [1, 1])
  }

  @Test("a pullback's element type is checked like its shape")
  func pullbackTypeTraps() async {
    let separate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let x = tape.variable(Tensor([1], shape: [1], dtype: .float64))
      let y = record(
        TapeOperation("narrow", .arithmetic), value: x.value,
        (x, { g in Variable(g.value.converted(to: .float32)) }))
      _ = tape.gradients(of: y.sum())
    }
    #expect(
      trapMessage(separate).contains(
        "narrow (node 1, shape [1]): the pullback gave a gradient of type float32 for an input of "
          + "type float64"))
    let joint = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let x = tape.variable(Tensor([1], shape: [1], dtype: .float64))
      let y = record(TapeOperation("short", .arithmetic), value: x.value, inputs: [x, x]) { g, _ in
        [g]
      }
      _ = tape.gradients(of: y.sum())
    }
    #expect(trapMessage(joint).contains("the joint pullback gave 1 gradients for 2 inputs"))
  }
}

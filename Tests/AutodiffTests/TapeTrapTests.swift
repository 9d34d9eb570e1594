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
}

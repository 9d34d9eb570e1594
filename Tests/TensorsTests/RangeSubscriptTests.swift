import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

/// Subscripts with ranges, strides and numbers against elements read one by one.
@Suite struct RangeSubscriptTests {
  private let x = Tensor.range(60).reshaped(to: [3, 4, 5])

  @Test func rangesAndNumbers() {
    let part = x[1..<3, 2, 1...3]
    #expect(part.shape == [2, 3])
    let expected = (1..<3).flatMap { i in (1...3).map { k in x[i, 2, k] } }
    #expect(part.scalars == expected)
    #expect(x[-1].scalars == x[2..<3].scalars && x[-1].shape == [4, 5])
    #expect(x[0..., ..<2, ...1].shape == [3, 2, 2])
    #expect(
      x[0..., ..<2, ...1].scalars
        == (0..<3).flatMap { i in
          (0..<2).flatMap { j in (0...1).map { k in x[i, j, k] } }
        })
  }

  @Test func strides() {
    let part = x[stride(from: 2, through: 0, by: -2), 0..., stride(from: 0, to: 5, by: 3)]
    #expect(part.shape == [2, 4, 2])
    #expect(
      part.scalars
        == [2, 0].flatMap { i in
          (0..<4).flatMap { j in [0, 3].map { k in x[i, j, k] } }
        })
  }

  @Test func wholeNumbersReadAnElement() {
    let number: Double = x[1, 2, 3]
    #expect(number == 33)
    let scalar: Tensor = x[1, 2, 3]
    #expect(scalar.shape == [] && scalar.item == 33)
    #expect(Variable(x)[1, 2, 3].value.item == 33)
    let last: Double = x[-1, 1, -2]
    #expect(last == 48)
  }

  @Test func emptyRangesAndWholeTensors() {
    #expect(x[1..<1].shape == [0, 4, 5] && x[3...].shape == [0, 4, 5])
    #expect(x[0...].scalars == x.scalars)
  }

  @Test func placesOutsideAreNamed() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([3, 4])[0..., 2..<5] as Tensor
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("subscript: 2..<5 is outside axis 1 of shape [3, 4]"))
    let row = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([3, 4])[0] as Double
    }
    let message = String(decoding: row?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("subscript: 1 indices for shape [3, 4]"))
    #expect(message.contains("write x[0, 0...] for a row"))
  }
}

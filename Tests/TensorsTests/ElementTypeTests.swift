import GradusTensors
import GradusTestSupport
import Testing

/// Element types do not depend on how numbers are written: float32 unless asked.
@Suite struct ElementTypeTests {
  @Test func everyLiteralIsFloat32() {
    let (doubles, floats): ([Double], [Float]) = ([0.5, 2], [0.5, 2])
    let tensors = [
      Tensor(1), Tensor(0.5), Tensor([1, 2], shape: [2]), Tensor([1.0, 2], shape: [2]),
      Tensor([0.5, 2], shape: [2]), Tensor([.nan, 1], shape: [2]), Tensor(doubles, shape: [2]),
      Tensor(floats, shape: [2]), Tensor(floats[0..<2], shape: [2]),
      Tensor((0..<2).map { $0 == 0 ? 1 : 0.5 }, shape: [2]),
      Tensor((0..<2).map(Double.init), shape: [2]), Tensor([1, 2]), Tensor([0.5, 2]),
      Tensor(doubles), Tensor([[1, 2], [3, 4]]), Tensor([[0.5], [2]]), Tensor([[[1, 0.5]]]),
      Tensor([[[[1], [2]]]]), .zeros([2]), .ones([2]), .full([2], 0.5), .range(3), .identity(2),
      .oneHot([1], classes: 2), Tensor(shapeOnly: [2]), .generate([2]) { Double($0) },
    ]
    for (index, tensor) in tensors.enumerated() {
      #expect(tensor.dtype == .float32, "\(index): \(tensor)")
    }
  }

  @Test func doublesAreKeptWhenAsked() {
    let third = 1.0 / 3
    for tensor in [
      Tensor(third, dtype: .float64), Tensor([third], shape: [1], dtype: .float64),
      Tensor([third], dtype: .float64), Tensor([[third]], dtype: .float64),
      Tensor([[[third]]], dtype: .float64), Tensor([[[[third]]]], dtype: .float64),
    ] {
      #expect(tensor.dtype == .float64 && tensor.item == third)
    }
    #expect(Tensor([third]).item == Double(Float(third)))
    let floats: [Float] = [0.1]
    #expect(Tensor(floats, shape: [1], dtype: .float64).scalars == [Double(Float(0.1))])
  }

  @Test func nestedNumbersHaveTheirShape() {
    #expect(Tensor([1, 2, 3]).shape == [3])
    let matrix = Tensor([[1, 2, 3], [4, 5, 6]])
    #expect(matrix.shape == [2, 3] && matrix.scalars == [1, 2, 3, 4, 5, 6])
    #expect(matrix[1, 0] == 4)
    let cube = Tensor([[[1, 2]], [[3, 4]], [[5, 6]]])
    #expect(cube.shape == [3, 1, 2] && cube.scalars == [1, 2, 3, 4, 5, 6])
    let images = Tensor([[[[1], [2]], [[3], [4]]]])
    #expect(images.shape == [1, 2, 2, 1] && images.scalars == [1, 2, 3, 4])
    #expect(Tensor([[Double]]()).shape == [0])
  }

  /// Any array of doubles, in any form, becomes the floats nearest to them.
  @Test(arguments: 0..<50) func doublesAreRoundedToTheNearestFloat(_ seed: Int) {
    var draws = Draws("element type", seed)
    let numbers = draws.normal([draws.integer(1...9)]).scalars
    let expected = numbers.map { Float($0) }
    #expect(Tensor(numbers, shape: [numbers.count]).floats == expected)
    #expect(Tensor(numbers).floats == expected)
    #expect(Tensor([numbers, numbers]).floats == expected + expected)
    #expect(Tensor(expected, shape: [numbers.count]).floats == expected)
    #expect(Tensor(numbers, dtype: .float64).scalars == numbers)
  }
}

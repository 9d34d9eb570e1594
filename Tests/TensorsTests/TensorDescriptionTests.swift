import GradusTensors
import Testing

/// What `print(tensor)` shows, written by hand.
@Suite struct TensorDescriptionTests {
  @Test func oneNumber() {
    #expect("\(Tensor(2.5))" == "Tensor([], float32): 2.5")
    #expect("\(Tensor(0.1))" == "Tensor([], float32): 0.1")
    #expect("\(Tensor(1.0 / 3, dtype: .float64))" == "Tensor([], float64): 0.33333")
  }

  @Test func oneRow() {
    let x = Tensor([1, -2, 0.125, 1e-9, 123_456, 1e9], shape: [6], dtype: .float32)
    #expect("\(x)" == "Tensor([6], float32): [1, -2, 0.125, 1e-09, 123456, 1e+09]")
    #expect("\(Tensor.zeros([0]))" == "Tensor([0], float32): []")
  }

  @Test func whatIsNoNumber() {
    let x = Tensor([.nan, .infinity, -.infinity, -0.0], shape: [2, 2], dtype: .float32)
    let text = """
      Tensor([2, 2], float32):
      [[ nan,  inf],
       [-inf,   -0]]
      """
    #expect("\(x)" == text)
    #expect("\(Tensor(shapeOnly: [8, 2]))" == "Tensor([8, 2], float32, shape only)")
    #expect("\(Tensor.zeros([2, 0], dtype: .float64))" == "Tensor([2, 0], float64):\n[[],\n []]")
  }

  @Test func matricesInABatch() {
    let text = """
      Tensor([2, 2, 3], float32):
      [[[ 0,  1,  2],
        [ 3,  4,  5]],

       [[ 6,  7,  8],
        [ 9, 10, 11]]]
      """
    #expect("\(Tensor.range(12).reshaped(to: [2, 2, 3]))" == text)
  }

  @Test func imagesInABatch() {
    let text = """
      Tensor([2, 1, 2, 1], float32):
      [[[[0],
         [1]]],


       [[[2],
         [3]]]]
      """
    #expect("\(Tensor.range(4).reshaped(to: [2, 1, 2, 1]))" == text)
  }

  @Test func muchIsLeftOut() {
    let row = "Tensor([201], float32): [0, 1, 2, ..., 198, 199, 200]"
    #expect("\(Tensor.range(201))" == row)
    let text = """
      Tensor([3, 10, 7], float32):
      [[[  0,   1,   2, ...,   4,   5,   6],
        [  7,   8,   9, ...,  11,  12,  13],
        [ 14,  15,  16, ...,  18,  19,  20],
        ...,
        [ 49,  50,  51, ...,  53,  54,  55],
        [ 56,  57,  58, ...,  60,  61,  62],
        [ 63,  64,  65, ...,  67,  68,  69]],

       ...,

       [[140, 141, 142, ..., 144, 145, 146],
        [147, 148, 149, ..., 151, 152, 153],
        [154, 155, 156, ..., 158, 159, 160],
        ...,
        [189, 190, 191, ..., 193, 194, 195],
        [196, 197, 198, ..., 200, 201, 202],
        [203, 204, 205, ..., 207, 208, 209]]]
      """
    #expect("\(Tensor.range(210).reshaped(to: [3, 10, 7]))" == text)
  }
}

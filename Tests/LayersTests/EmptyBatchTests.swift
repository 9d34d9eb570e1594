import Gradus
import Testing

/// A batch without images goes through everything that a full one goes through.
@Suite struct EmptyBatchTests {
  @Test func reshapingTakesEmptyAxesAsOneLong() {
    func shape(_ from: Shape, _ to: [Int]) -> Shape { Tensor.zeros(from).reshaped(to: to).shape }
    #expect(shape([0, 7, 7, 512], [0, -1]) == [0, 25_088])
    #expect(shape([0, 7, 7, 512], [-1, 0]) == [25_088, 0])
    #expect(shape([4, 0, 3], [2, 0, -1]) == [2, 0, 6])
    #expect(shape([0, 3], [-1]) == [0] && shape([0, 3], [-1, 3]) == [0, 3])
    #expect(shape([2, 0], [-1, 5]) == [0, 5])
  }

  @Test func flattenKeepsTheFeatures() {
    let flat = Flatten()
    #expect(flat(Variable(.zeros([0, 2, 3, 5]))).shape == [0, 30])
    #expect(flat(Variable(.zeros([4, 2, 3, 5]))).shape == [4, 30])
    #expect(flat(Variable(.zeros([0, 6]))).shape == [0, 6])
  }
}

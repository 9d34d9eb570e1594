import GradusTensors
import GradusTestSupport
import Testing

@Suite struct RankingTests {
  @Test(arguments: 0..<40) func topKIsThePrefixOfAStableSort(_ seed: Int) {
    let stream = RandomStream(seed: UInt64(seed), name: "ranking")
    let length = 1 + stream.integer(0, below: 30)
    let k = stream.integer(1, below: length + 1)
    let input = Tensor.generate(
      [3, 2, length], dtype: seed % 2 == 0 ? .float32 : .float64
    ) { index in
      let value = stream.integer(10 + index, below: 9)
      return value == 8 ? .nan : Double(value)
    }
    let (values, indices) = input.topK(k)
    var expected: [Int] = []
    for row in ReferenceRows.rows(input) {
      let numbers = row.indices.filter { !row[$0].isNaN }
      let order = numbers.sorted { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
      expected += (order + row.indices.filter { row[$0].isNaN }).prefix(k)
    }
    #expect(values.shape == [3, 2, k])
    #expect(indices == expected)
    if k > 0 {
      let rows = ReferenceRows.rows(input)
      let picked = indices.enumerated().map { rows[$0.offset / k][$0.element] }
      #expect(NumberComparison.error(values.scalars, picked) == 0)
      #expect(input.argMax() == stride(from: 0, to: indices.count, by: k).map { indices[$0] })
    }
  }

  @Test func shapeOnlyTensorsKeepShapes() {
    let (values, indices) = Tensor(shapeOnly: [4, 10]).topK(5)
    #expect(values.isShapeOnly && values.shape == [4, 5] && indices.count == 20)
    #expect(Tensor(shapeOnly: [4, 10]).argMax().count == 4)
  }
}

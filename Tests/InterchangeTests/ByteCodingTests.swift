import GradusTensors
import Testing

@Suite struct ByteCodingTests {
  @Test func floatsAreTheirBitPatternsLowestByteFirst() {
    let values: [Float] = [1, -0.0, .pi, .infinity, .leastNonzeroMagnitude]
    let expected = values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }
    #expect(Tensor(values, shape: [5]).littleEndianBytes() == expected)
    let back = Tensor(littleEndianBytes: [9] + expected, at: 1, shape: [5, 1], dtype: .float32)
    #expect(back.floats.map(\.bitPattern) == values.map(\.bitPattern))
    #expect(back.shape == [5, 1])
  }

  @Test func doublesAreTheirBitPatternsLowestByteFirst() {
    let values: [Double] = [1, -0.0, .pi, .nan, .leastNonzeroMagnitude]
    let expected = values.flatMap { value in
      (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
    }
    #expect(Tensor(values, shape: [5], dtype: .float64).littleEndianBytes() == expected)
    let back = Tensor(littleEndianBytes: [9] + expected, at: 1, shape: [5], dtype: .float64)
    #expect(back.scalars.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func noElementsHaveNoBytes() {
    #expect(Tensor.zeros([0, 3]).littleEndianBytes() == [])
    #expect(Tensor(littleEndianBytes: [], shape: [0, 3], dtype: .float64).count == 0)
  }

  private static let everyHalf = (0...UInt16.max).flatMap {
    [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]
  }

  #if !(os(macOS) && arch(x86_64))
    @Test func everyFloat16IsWidenedExactly() {
      let widened = Tensor(littleEndianHalves: Self.everyHalf, shape: [65536], format: .float16)
      for (pattern, value) in zip(0...UInt16.max, widened.floats) {
        let expected = Float(Float16(bitPattern: pattern))
        #expect(value.bitPattern == expected.bitPattern || (value.isNaN && expected.isNaN))
      }
    }
  #endif

  @Test func everyBfloat16IsTheUpperHalfOfAFloat() {
    let widened = Tensor(littleEndianHalves: Self.everyHalf, shape: [65536], format: .bfloat16)
    #expect(
      widened.floats.map(\.bitPattern) == (0...UInt16.max).map { UInt32($0) * 65536 })
  }

  @Test func bytesThatEndTooEarlyTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Tensor(littleEndianBytes: [1, 2, 3, 4, 5], at: 2, shape: [1], dtype: .float32)
    }
  }
}

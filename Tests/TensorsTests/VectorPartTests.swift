import Foundation
import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Ends of rows that fill no vector: nothing behind them is read or written, on any tier.
@Suite struct VectorPartTests {
  static let tiers = VectorUnit.available.filter { $0.module != nil }

  /// Memory whose last element is the last before a page that nobody may touch.
  private final class Guarded<T: VectorScalar> {
    let base: UnsafeMutablePointer<T>
    private let mapped: UnsafeMutableRawPointer
    private let length: Int
    private let count: Int

    init(_ values: [T]) {
      let page = Int(getpagesize())
      let bytes = values.count * MemoryLayout<T>.stride
      count = values.count
      length = (bytes + page - 1) / page * page + page
      mapped = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
      precondition(mapped != MAP_FAILED, "no memory for a test")
      precondition(mprotect(mapped + length - page, page, PROT_NONE) == 0, "no guard page")
      base = (mapped + length - page - bytes).assumingMemoryBound(to: T.self)
      for (index, value) in values.enumerated() { base[index] = value }
    }

    deinit { munmap(mapped, length) }

    var values: [T] { (0..<count).map { base[$0] } }
  }

  @Test(arguments: tiers) func columnsOfAnyNumberAreSummedAlone(_ tier: VectorUnit.Tier) throws {
    let module = try #require(tier.module)
    expectColumnSums(module.float)
    expectColumnSums(module.double)
  }

  private func expectColumnSums<T: VectorScalar>(_ kernels: VectorKernels<T>) {
    for (columns, rows) in (Array(1...35) + [67, 131]).flatMap({ columns in
      (1...6).map { (columns, $0) }
    }) {
      let numbers = (0..<rows * columns).map { T($0 % 29) - 11 }
      let (source, target) = (Guarded(numbers), Guarded([T](repeating: -7, count: columns)))
      withExtendedLifetime(source) {
        kernels.columnSum(
          ColumnSum(
            source: source.base, stride: columns, rows: rows, columns: columns,
            target: target.base))
      }
      let sums = (0..<columns).map { column in
        (0..<rows).reduce(T.zero) { $0 + numbers[$1 * columns + column] }
      }
      #expect(target.values == sums, "\(columns) columns of \(rows) rows")
    }
  }

  @Test(arguments: tiers) func depthwiseChannelsAreSummedAlone(_ tier: VectorUnit.Tier) throws {
    let module = try #require(tier.module)
    for channels in Array(1...35) + [63, 65, 127, 129, 145, 257] {
      expectDepthwiseSums(module.float, channels)
      expectDepthwiseSums(module.double, channels)
    }
  }

  /// One or two rows of pixels that see two taps, and the gradient of their filter: marks lie between the pixels that
  /// are written.
  private func expectDepthwiseSums<T: VectorScalar>(_ kernels: VectorKernels<T>, _ channels: Int) {
    for (rows, pixels) in [1, 2].flatMap({ rows in [1, 2, 5, 7].map { (rows, $0) } }) {
      let (sourceRow, targetRow) = ((pixels + 1) * channels, pixels * (channels + 3))
      let numbers = (0..<rows * sourceRow).map { T($0 % 23) - 9 }
      let weights = (0..<2 * channels).map { T($0 % 7) - 3 }
      let (source, filter) = (Guarded(numbers), Guarded(weights))
      // The last pixel ends where the memory does.
      let target = Guarded([T](repeating: -7, count: rows * targetRow - 3))
      let offsets = UnsafeMutablePointer<Int>.allocate(capacity: 2)
      defer { offsets.deallocate() }
      (offsets[0], offsets[1]) = (0, channels)
      withExtendedLifetime((source, filter)) {
        kernels.depthwiseRun(
          DepthwiseRun(
            source: source.base, sourceStride: channels, sourceRowStride: sourceRow,
            sourceOffsets: offsets, filter: filter.base, filterOffsets: offsets, taps: 2,
            target: target.base, targetStride: channels + 3, targetRowStride: targetRow,
            rows: rows, pixels: pixels, channels: channels))
      }
      let expected = (0..<rows * targetRow - 3).map { place -> T in
        let (row, column) = (place / targetRow, place % targetRow)
        let (pixel, channel) = (column / (channels + 3), column % (channels + 3))
        guard channel < channels else { return -7 }
        let from = row * sourceRow + pixel * channels + channel
        return numbers[from] * weights[channel]
          + numbers[from + channels] * weights[channels + channel]
      }
      #expect(target.values == expected, "\(channels) channels of \(pixels) pixels")

      let slopes = (0..<rows * pixels * channels).map { T($0 % 11) - 5 }
      let (gradient, sums) = (Guarded(slopes), Guarded([T](repeating: 1, count: 2 * channels)))
      withExtendedLifetime((source, gradient)) {
        kernels.depthwiseFilterSum(
          DepthwiseFilterSum(
            source: source.base, sourceStride: channels, sourceRowStride: sourceRow,
            sourceOffsets: offsets, gradient: gradient.base, gradientRowStride: pixels * channels,
            rows: rows, pixels: pixels, target: sums.base, targetOffsets: offsets, taps: 2,
            channels: channels))
      }
      let expectedSums = (0..<2 * channels).map { place -> T in
        let (tap, channel) = (place / channels, place % channels)
        var sum = T(1)
        for (row, pixel) in (0..<rows).flatMap({ row in (0..<pixels).map { (row, $0) } }) {
          sum +=
            slopes[(row * pixels + pixel) * channels + channel]
            * numbers[row * sourceRow + (pixel + tap) * channels + channel]
        }
        return sum
      }
      #expect(sums.values == expectedSums, "gradient of \(channels) channels, \(pixels) pixels")
    }
  }
}

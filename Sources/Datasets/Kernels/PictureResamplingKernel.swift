import GradusTensors

/// Resizes a part of a picture of four bytes a pixel, and writes red, green and blue as numbers.
///
/// The arithmetic is `ResamplingFilter`'s in single precision and without rounding to bytes in between,
/// so that the results lie within a byte of Pillow's.
struct PictureResamplingKernel {
  /// Which source pixels make each new pixel of a row or column, with their weights.
  struct Taps {
    /// The first source pixel of each new pixel, from the first of `sources`.
    var firsts: [Int] = []
    /// As many weights for each new pixel as the widest needs.
    var weights: [Float] = []
    var width = 0
    /// The source pixels that are needed.
    var sources = 0..<0

    /// A triangle filter over `length` source pixels from `start` on, for `target` new pixels; nothing
    /// outside of `limits` is seen.
    init(start: Double, length: Double, limits: Range<Int>, target: Int, isReversed: Bool) {
      let scale = length / Double(target)
      let reach = max(scale, 1)
      width = min(limits.count, Int((2 * reach).rounded(.up)) + 1)
      var pixels: [(first: Int, weights: [Double])] = []
      for pixel in 0..<target {
        let centre = start + (Double(pixel) + 0.5) * scale
        let first = max(limits.lowerBound, Int((centre - reach + 0.5).rounded(.down)))
        let end = min(limits.upperBound, Int((centre + reach + 0.5).rounded(.down)))
        let heights = (min(first, end - 1)..<end).map {
          max(0, 1 - abs((Double($0) - centre + 0.5) / reach))
        }
        pixels.append((min(first, end - 1), heights))
      }
      if isReversed { pixels.reverse() }
      let lowest = pixels.map(\.first).min() ?? 0
      let highest = pixels.map { $0.first + $0.weights.count }.max() ?? 0
      sources = lowest..<highest
      width = min(width, sources.count)
      for pixel in pixels {
        // Near the end the window moves back, so that it never leaves the source.
        let first = min(pixel.first, highest - width)
        let total = pixel.weights.reduce(0, +)
        firsts.append(first - lowest)
        for place in first..<first + width {
          let own = place - pixel.first
          let weight = pixel.weights.indices.contains(own) ? pixel.weights[own] : 0
          weights.append(Float(weight / total))
        }
      }
    }
  }

  /// Rows as numbers, and the narrowed rows; kept from picture to picture.
  private var row: [SIMD4<Float>] = []
  private var narrowed: [SIMD4<Float>] = []
  private var sums: [SIMD4<Float>] = []

  /// Appends `vertical` times `horizontal` new pixels to `result`, each number times `factor` plus
  /// `offset`.
  ///
  /// `pixels` are rows of `rowLength` pixels of four bytes; traps where the taps leave them.
  mutating func append(
    _ pixels: [UInt8], rowLength: Int, vertical: Taps, horizontal: Taps, factor: SIMD4<Float>,
    offset: SIMD4<Float>, to result: inout [Float]
  ) {
    let (height, width) = (vertical.firsts.count, horizontal.firsts.count)
    let (rows, columns) = (vertical.sources, horizontal.sources)
    precondition(
      rows.upperBound * rowLength * 4 <= pixels.count && columns.upperBound <= rowLength,
      "pictures: rows \(rows) and columns \(columns) leave a picture of rows of \(rowLength)")
    func grow(_ array: inout [SIMD4<Float>], _ count: Int) {
      if array.count < count {
        array = [SIMD4<Float>](repeating: SIMD4(), count: count + count / 4)
      }
    }
    grow(&row, columns.count)
    grow(&narrowed, rows.count * width)
    grow(&sums, width)
    pixels.withUnsafeBufferPointer { pixels in
      narrow(pixels, rowLength, rows, columns, horizontal)
    }
    result.reserveCapacity(result.count + height * width * 3)
    lower(vertical, width, factor, offset, &result)
  }

  /// Every needed row at the new width.
  private mutating func narrow(
    _ pixels: UnsafeBufferPointer<UInt8>, _ rowLength: Int, _ rows: Range<Int>,
    _ columns: Range<Int>, _ taps: Taps
  ) {
    let (width, reach) = (taps.firsts.count, taps.width)
    row.withUnsafeMutableBufferPointer { row in
      narrowed.withUnsafeMutableBufferPointer { narrowed in
        taps.weights.withUnsafeBufferPointer { weights in
          taps.firsts.withUnsafeBufferPointer { firsts in
            for (number, source) in rows.enumerated() {
              let start =
                UnsafeRawPointer(pixels.baseAddress!)
                + 4 * (source * rowLength + columns.lowerBound)
              for column in 0..<columns.count {
                let bytes = start.loadUnaligned(
                  fromByteOffset: 4 * column, as: SIMD4<UInt8>.self)
                row[column] = SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: bytes))
              }
              for pixel in 0..<width {
                let (first, place) = (firsts[pixel], pixel &* reach)
                var sum = SIMD4<Float>()
                for tap in 0..<reach { sum += row[first &+ tap] * weights[place &+ tap] }
                narrowed[number &* width &+ pixel] = sum
              }
            }
          }
        }
      }
    }
  }

  /// The rows at the new height.
  private mutating func lower(
    _ taps: Taps, _ width: Int, _ factor: SIMD4<Float>, _ offset: SIMD4<Float>,
    _ result: inout [Float]
  ) {
    narrowed.withUnsafeBufferPointer { narrowed in
      sums.withUnsafeMutableBufferPointer { sums in
        for pixel in taps.firsts.indices {
          for column in 0..<width { sums[column] = offset }
          for tap in 0..<taps.width {
            let weight = factor * taps.weights[pixel * taps.width + tap]
            let start = (taps.firsts[pixel] + tap) * width
            for column in 0..<width { sums[column] += narrowed[start &+ column] * weight }
          }
          for column in 0..<width {
            let sum = sums[column]
            result.append(sum.x)
            result.append(sum.y)
            result.append(sum.z)
          }
        }
      }
    }
  }
}

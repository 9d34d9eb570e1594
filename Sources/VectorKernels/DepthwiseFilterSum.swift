/// A part of the gradient of a depthwise convolution's filter: sums over a rectangle of output
/// pixels that see the same taps, of what a tap sees times the pixel's gradient, added to the target.
///
/// Five taps by sixteen channels are summed in registers over the whole rectangle.
@usableFromInline
package struct DepthwiseFilterSum<T: VectorScalar> {
  /// What the first pixel's offsets count from.
  @usableFromInline package var source: UnsafePointer<T>
  /// Elements of the source from one pixel of a row to the next.
  @usableFromInline package var sourceStride: Int
  /// Elements of the source from one row of pixels to the next.
  @usableFromInline package var sourceRowStride: Int
  /// Where each tap's source pixel is.
  @usableFromInline package var sourceOffsets: UnsafePointer<Int>
  /// The first pixel's gradient.
  @usableFromInline package var gradient: UnsafePointer<T>
  /// Elements from one row of gradients to the next; in a row they are side by side.
  @usableFromInline package var gradientRowStride: Int
  /// Rows of pixels.
  @usableFromInline package var rows: Int
  /// Pixels of each row.
  @usableFromInline package var pixels: Int
  /// The memory that sums are added to.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// Where each tap's sums are, one a channel.
  @usableFromInline package var targetOffsets: UnsafePointer<Int>
  /// The number of taps.
  @usableFromInline package var taps: Int
  /// Channels of each pixel, side by side.
  @usableFromInline package var channels: Int

  /// Makes a sum; all memory has to stay valid until it has run.
  @inlinable
  package init(
    source: UnsafePointer<T>, sourceStride: Int, sourceRowStride: Int,
    sourceOffsets: UnsafePointer<Int>, gradient: UnsafePointer<T>, gradientRowStride: Int,
    rows: Int, pixels: Int, target: UnsafeMutablePointer<T>, targetOffsets: UnsafePointer<Int>,
    taps: Int, channels: Int
  ) {
    (self.source, self.sourceStride, self.sourceRowStride) = (source, sourceStride, sourceRowStride)
    (self.sourceOffsets, self.gradient) = (sourceOffsets, gradient)
    (self.gradientRowStride, self.rows, self.pixels) = (gradientRowStride, rows, pixels)
    (self.target, self.targetOffsets) = (target, targetOffsets)
    (self.taps, self.channels) = (taps, channels)
  }
}

extension DepthwiseFilterSum where T: VectorMemory {
  @inline(__always)
  func run() {
    var channel = 0
    while channel &+ 16 <= channels {
      var tap = 0
      while tap < taps {
        fiveBySixteen(tap, channel)
        tap &+= 5
      }
      channel &+= 16
    }
    if channel &+ 8 <= channels {
      for tap in 0..<taps { oneByEight(tap, channel) }
      channel &+= 8
    }
    while channel < channels {
      for tap in 0..<taps { oneByOne(tap, channel) }
      channel &+= 1
    }
  }

  /// The offset of tap `first + index`, or of the last tap when there are fewer.
  @inline(__always)
  private func offset(_ first: Int, _ index: Int) -> Int {
    sourceOffsets[min(first &+ index, taps &- 1)]
  }

  @inline(__always)
  private func fiveBySixteen(_ tap: Int, _ channel: Int) {
    var (c00, c10, c20) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c30, c40, c01) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c11, c21, c31, c41) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    let (o0, o1, o2) = (offset(tap, 0), offset(tap, 1), offset(tap, 2))
    let (o3, o4) = (offset(tap, 3), offset(tap, 4))
    for row in 0..<rows {
      var a = source + (row &* sourceRowStride &+ channel)
      var g = gradient + (row &* gradientRowStride &+ channel)
      var pixel = 0
      while pixel < pixels {
        let (g0, g1) = (T.load(g), T.load(g + 8))
        c00 = c00.addingProduct(g0, T.load(a + o0))
        c01 = c01.addingProduct(g1, T.load(a + o0 + 8))
        c10 = c10.addingProduct(g0, T.load(a + o1))
        c11 = c11.addingProduct(g1, T.load(a + o1 + 8))
        c20 = c20.addingProduct(g0, T.load(a + o2))
        c21 = c21.addingProduct(g1, T.load(a + o2 + 8))
        c30 = c30.addingProduct(g0, T.load(a + o3))
        c31 = c31.addingProduct(g1, T.load(a + o3 + 8))
        c40 = c40.addingProduct(g0, T.load(a + o4))
        c41 = c41.addingProduct(g1, T.load(a + o4 + 8))
        a += sourceStride
        g += channels
        pixel &+= 1
      }
    }
    put(tap, channel, c00, c01)
    put(tap &+ 1, channel, c10, c11)
    put(tap &+ 2, channel, c20, c21)
    put(tap &+ 3, channel, c30, c31)
    put(tap &+ 4, channel, c40, c41)
  }

  @inline(__always)
  private func put(_ tap: Int, _ channel: Int, _ low: Vector<T>, _ high: Vector<T>) {
    guard tap < taps else { return }
    let to = target + (targetOffsets[tap] &+ channel)
    T.store(low, to, columns: 8, adding: true)
    T.store(high, to + 8, columns: 8, adding: true)
  }

  @inline(__always)
  private func oneByEight(_ tap: Int, _ channel: Int) {
    var sum = Vector<T>.zero
    for row in 0..<rows {
      let a = source + (row &* sourceRowStride &+ sourceOffsets[tap] &+ channel)
      let g = gradient + (row &* gradientRowStride &+ channel)
      for pixel in 0..<pixels {
        sum = sum.addingProduct(T.load(g + pixel &* channels), T.load(a + pixel &* sourceStride))
      }
    }
    T.store(sum, target + (targetOffsets[tap] &+ channel), columns: 8, adding: true)
  }

  @inline(__always)
  private func oneByOne(_ tap: Int, _ channel: Int) {
    var sum = T.zero
    for row in 0..<rows {
      let a = source + (row &* sourceRowStride &+ sourceOffsets[tap] &+ channel)
      let g = gradient + (row &* gradientRowStride &+ channel)
      for pixel in 0..<pixels { sum.addProduct(g[pixel &* channels], a[pixel &* sourceStride]) }
    }
    target[targetOffsets[tap] &+ channel] += sum
  }
}

extension Float {
  /// Sums a rectangle's part of a depthwise filter's gradient.
  @inline(never)
  @usableFromInline package static func run(_ sum: DepthwiseFilterSum<Float>) { sum.run() }
}

extension Double {
  /// Sums a rectangle's part of a depthwise filter's gradient.
  @inline(never)
  @usableFromInline package static func run(_ sum: DepthwiseFilterSum<Double>) { sum.run() }
}

extension DepthwiseRun where T: VectorMemory {
  @inline(__always)
  func run() {
    guard channels >= 8 else { return fewChannels() }
    var pixel = 0
    while pixel &+ 4 <= pixels {
      fourPixels(pixel)
      pixel &+= 4
    }
    // Sums are written, not added, so the last four may overlap those before.
    if pixels >= 4, pixels &- pixel >= 2 { return fourPixels(pixels &- 4) }
    while pixel < pixels {
      onePixel(pixel)
      pixel &+= 1
    }
  }

  @inline(__always)
  private func fourPixels(_ pixel: Int) {
    let (from, to) = (source + pixel &* sourceStride, target + pixel &* targetStride)
    var channel = 0
    while channel &+ 16 <= channels {
      fourBySixteen(from + channel, filter + channel, to + channel)
      channel &+= 16
    }
    while channel < channels {
      let first = min(channel, channels &- 8)
      fourByEight(from + first, filter + first, to + first)
      channel &+= 8
    }
  }

  @inline(__always)
  private func fourBySixteen(
    _ from: UnsafePointer<T>, _ weights: UnsafePointer<T>, _ to: UnsafeMutablePointer<T>
  ) {
    var (c00, c10, c20, c30) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c01, c11, c21, c31) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var tap = 0
    while tap < taps {
      let a0 = from + sourceOffsets[tap]
      let a1 = a0 + sourceStride
      let a2 = a1 + sourceStride
      let a3 = a2 + sourceStride
      let w = weights + filterOffsets[tap]
      let (w0, w1) = (T.load(w), T.load(w + 8))
      (c00, c01) = (c00.addingProduct(w0, T.load(a0)), c01.addingProduct(w1, T.load(a0 + 8)))
      (c10, c11) = (c10.addingProduct(w0, T.load(a1)), c11.addingProduct(w1, T.load(a1 + 8)))
      (c20, c21) = (c20.addingProduct(w0, T.load(a2)), c21.addingProduct(w1, T.load(a2 + 8)))
      (c30, c31) = (c30.addingProduct(w0, T.load(a3)), c31.addingProduct(w1, T.load(a3 + 8)))
      tap &+= 1
    }
    let (b1, b2, b3) = (to + targetStride, to + 2 &* targetStride, to + 3 &* targetStride)
    T.store(c00, to)
    T.store(c01, to + 8)
    T.store(c10, b1)
    T.store(c11, b1 + 8)
    T.store(c20, b2)
    T.store(c21, b2 + 8)
    T.store(c30, b3)
    T.store(c31, b3 + 8)
  }

  @inline(__always)
  private func fourByEight(
    _ from: UnsafePointer<T>, _ weights: UnsafePointer<T>, _ to: UnsafeMutablePointer<T>
  ) {
    var (c0, c1, c2, c3) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    for tap in 0..<taps {
      let a = from + sourceOffsets[tap]
      let w = T.load(weights + filterOffsets[tap])
      c0 = c0.addingProduct(w, T.load(a))
      c1 = c1.addingProduct(w, T.load(a + sourceStride))
      c2 = c2.addingProduct(w, T.load(a + 2 &* sourceStride))
      c3 = c3.addingProduct(w, T.load(a + 3 &* sourceStride))
    }
    T.store(c0, to)
    T.store(c1, to + targetStride)
    T.store(c2, to + 2 &* targetStride)
    T.store(c3, to + 3 &* targetStride)
  }

  @inline(__always)
  private func onePixel(_ pixel: Int) {
    let (from, to) = (source + pixel &* sourceStride, target + pixel &* targetStride)
    var channel = 0
    while channel &+ 32 <= channels {
      oneByThirtyTwo(from + channel, filter + channel, to + channel)
      channel &+= 32
    }
    while channel < channels {
      let first = min(channel, channels &- 8)
      var sum = Vector<T>.zero
      for tap in 0..<taps {
        sum = sum.addingProduct(
          T.load(filter + first + filterOffsets[tap]), T.load(from + first + sourceOffsets[tap]))
      }
      T.store(sum, to + first)
      channel &+= 8
    }
  }

  @inline(__always)
  private func oneByThirtyTwo(
    _ from: UnsafePointer<T>, _ weights: UnsafePointer<T>, _ to: UnsafeMutablePointer<T>
  ) {
    var (c0, c1, c2, c3) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    for tap in 0..<taps {
      let (a, w) = (from + sourceOffsets[tap], weights + filterOffsets[tap])
      c0 = c0.addingProduct(T.load(w), T.load(a))
      c1 = c1.addingProduct(T.load(w + 8), T.load(a + 8))
      c2 = c2.addingProduct(T.load(w + 16), T.load(a + 16))
      c3 = c3.addingProduct(T.load(w + 24), T.load(a + 24))
    }
    T.store(c0, to)
    T.store(c1, to + 8)
    T.store(c2, to + 16)
    T.store(c3, to + 24)
  }

  @inline(__always)
  private func fewChannels() {
    for pixel in 0..<pixels {
      let (from, to) = (source + pixel &* sourceStride, target + pixel &* targetStride)
      for channel in 0..<channels {
        var sum = T.zero
        for tap in 0..<taps {
          sum.addProduct(
            filter[filterOffsets[tap] &+ channel], from[sourceOffsets[tap] &+ channel])
        }
        to[channel] = sum
      }
    }
  }
}

extension Float {
  /// Sums what each pixel of a run sees.
  @inline(never)
  @usableFromInline package static func run(_ run: DepthwiseRun<Float>) { run.run() }
}

extension Double {
  /// Sums what each pixel of a run sees.
  @inline(never)
  @usableFromInline package static func run(_ run: DepthwiseRun<Double>) { run.run() }
}

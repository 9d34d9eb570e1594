import GradusVectorKernels

extension WinogradConvolution {
  /// Raises the flag where a product shows that an operand was not finite: each tile's product with the
  /// first output has all of the tile's inputs in it, and the first tile's products all weights.
  func check(
    _ base: UnsafePointer<T>, _ step: Int, _ parts: Range<Int>, _ panel: Int
  ) {
    let columns = layout.register.columns
    if panel == 0 {
      var rest = T.zero
      for (number, part) in parts.enumerated() {
        for tile in 0..<layout.grid.part(part).tiles {
          let first = base + (number * layout.grid.partLength + tile) * columns
          var (even, odd) = (T.zero, T.zero)
          for frequency in stride(from: 0, to: layout.frequencies, by: 2) {
            even += first[frequency &* step]
            odd += first[(frequency &+ 1) &* step]
          }
          // 0 for finite numbers and NaN otherwise, and NaN survives a sum.
          rest += (even + odd) - (even + odd)
        }
      }
      if rest != 0 { flag.raise() }
    }
    if parts.lowerBound == 0 {
      let outputs = min(columns, layout.outputs - panel * columns)
      for frequency in 0..<layout.frequencies {
        flag.raise(at: base + frequency * step, count: outputs)
      }
    }
  }
}

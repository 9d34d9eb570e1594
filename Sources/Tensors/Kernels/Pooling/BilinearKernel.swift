/// Bilinear resizing of images and its transpose, vectorised across channels.
///
/// A pixel is a sum over the source pixels that weigh something in it, and over no others, so that NaN
/// and infinity reach what sees them only.
enum BilinearKernel {
  static func resize(_ input: Tensor, _ shape: Shape) -> Tensor {
    let rows = Self.terms(from: input.shape[1], to: shape[1])
    let columns = Self.terms(from: input.shape[2], to: shape[2])
    return sum(input, shape, rows, columns)
  }

  static func scatter(_ gradient: Tensor, _ shape: Shape) -> Tensor {
    let rows = transposed(terms(from: shape[1], to: gradient.shape[1]), shape[1])
    let columns = transposed(terms(from: shape[2], to: gradient.shape[2]), shape[2])
    return sum(gradient, shape, rows, columns)
  }

  /// A position along an axis and its weight.
  private struct Term {
    let position: Int
    let weight: Double
  }

  /// What each position along an axis is the sum of.
  private static func terms(from source: Int, to target: Int) -> [[Term]] {
    (0..<target).map { pixel in
      if source == target { return [Term(position: pixel, weight: 1)] }
      let centre = (Double(pixel) + 0.5) * Double(source) / Double(target) - 0.5
      let position = min(max(centre, 0), Double(source - 1))
      let first = Int(position)
      let fraction = position - Double(first)
      if fraction == 0 { return [Term(position: first, weight: 1)] }
      return [
        Term(position: first, weight: 1 - fraction), Term(position: first + 1, weight: fraction),
      ]
    }
  }

  private static func transposed(_ terms: [[Term]], _ count: Int) -> [[Term]] {
    var result = [[Term]](repeating: [], count: count)
    for (target, list) in terms.enumerated() {
      for term in list { result[term.position].append(Term(position: target, weight: term.weight)) }
    }
    return result
  }

  private static func sum(
    _ x: Tensor, _ shape: Shape, _ rows: [[Term]], _ columns: [[Term]]
  ) -> Tensor {
    switch x.dtype {
    case .float32: sum(x, shape, rows, columns, Float.self)
    case .float64: sum(x, shape, rows, columns, Double.self)
    }
  }

  private static func sum<T: KernelScalar>(
    _ x: Tensor, _ shape: Shape, _ rows: [[Term]], _ columns: [[Term]], _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, x.dtype)
    let (source, target) = (x.pointer(T.self), result.mutablePointer(T.self))
    let (height, width, channels) = (shape[1], shape[2], shape[3])
    let (sourceHeight, sourceWidth) = (x.shape[1], x.shape[2])
    let rowsPerChunk = (1 << 14) / max(1, width * channels)
    Parallel.forEachRange(shape[0] * height, length: rowsPerChunk) { range in
      for row in range {
        let image = source + row / height * sourceHeight * sourceWidth * channels
        for column in 0..<width {
          let sum = target + (row * width + column) * channels
          sum.update(repeating: 0, count: channels)
          for vertical in rows[row % height] {
            for horizontal in columns[column] {
              let weight = T(vertical.weight * horizontal.weight)
              let position = vertical.position * sourceWidth + horizontal.position
              let pixel = image + position * channels
              for channel in 0..<channels { sum[channel] += weight * pixel[channel] }
            }
          }
        }
      }
    }
    withExtendedLifetime(x.storage) {}
    return result
  }
}

import GradusVectorKernels

/// The left operand of a product by panels, some of its rows at a time: where they are, or laid out side
/// by side.
///
/// A transposed operand is always laid out: its rows are columns in memory, far from each other. Another
/// one is where it meets many panels, since rows a power of two apart get into each other's way in the
/// caches.
final class LeftOperand<T: KernelScalar> {
  /// Some rows over some of the inner side.
  struct Block {
    let base: UnsafePointer<T>
    let rows: Int
    /// Where each row starts, or with a transposed operand each position of the inner side.
    let offsets: UnsafePointer<Int>
    let isTransposed: Bool
  }

  private let matrix: MatrixView<T>
  private let offsets: Scratch
  private let copy: Scratch?
  private let stride: Int

  /// Makes room for blocks of at most `rows` by `depth` elements.
  init(
    _ matrix: MatrixView<T>, _ tile: RegisterTile, rows: Int, depth: Int, meetsManyPanels: Bool
  ) {
    self.matrix = matrix
    let isCopied = matrix.transposed || meetsManyPanels
    // A tile of transposed rows is read whole; what is past the last row is not used.
    let run = matrix.transposed ? max(rows, tile.gatheredRows) : depth
    let count = matrix.transposed ? depth : rows
    stride = isCopied ? run.roundedUp(to: tile.line) + tile.line : matrix.stride
    copy = isCopied ? Scratch(byteCount: count * stride * MemoryLayout<T>.size) : nil
    offsets = Scratch(byteCount: count * MemoryLayout<Int>.size)
    let starts = offsets.base.assumingMemoryBound(to: Int.self)
    for index in 0..<count { starts[index] = index * stride }
  }

  /// A block; valid until the next one is asked for.
  func block(_ rows: Range<Int>, _ inner: Range<Int>) -> Block {
    let (outer, run) = matrix.transposed ? (inner, rows) : (rows, inner)
    let source = matrix.base + outer.lowerBound * matrix.stride + run.lowerBound
    var base = source
    if let copy {
      let target = copy.base.assumingMemoryBound(to: T.self)
      for place in 0..<outer.count {
        (target + place * stride).update(from: source + place * matrix.stride, count: run.count)
      }
      base = UnsafePointer(target)
    }
    return Block(
      base: base, rows: rows.count,
      offsets: UnsafePointer(offsets.base.assumingMemoryBound(to: Int.self)),
      isTransposed: matrix.transposed)
  }
}

import GradusVectorKernels

/// A block of a product's right operand in panels: some columns side by side, row after row.
final class MatrixPanels<T: KernelScalar> {
  /// Rows and columns of the block that was laid out last.
  private(set) var rows = 0
  private var columns = 0
  private let tile: RegisterTile
  private let memory: Scratch

  /// Panels that are filled side by side, so that each row of the operand is read in long runs.
  private static var together: Int { 8 }

  /// Makes room for blocks of at most `depth` by `columns` elements.
  init(_ tile: RegisterTile, depth: Int, columns: Int) {
    self.tile = tile
    memory = Scratch(
      byteCount: depth * columns.roundedUp(to: tile.wideColumns) * MemoryLayout<T>.size)
  }

  /// Lays out a block of a matrix.
  func fill(_ matrix: MatrixView<T>, _ rows: Range<Int>, _ columns: Range<Int>) {
    (self.rows, self.columns) = (rows.count, columns.count)
    if matrix.transposed {
      transpose(matrix, rows, columns)
    } else {
      copy(matrix, rows, columns)
    }
  }

  /// Runs `body` over the panels: where one starts, its first column, its columns, and its width.
  func forEach(_ body: (UnsafePointer<T>, Int, Int, Int) -> Void) {
    let base = UnsafePointer(memory.base.assumingMemoryBound(to: T.self))
    for first in stride(from: 0, to: columns, by: tile.wideColumns) {
      let count = min(tile.wideColumns, columns - first)
      body(base + first * rows, first, count, tile.panelWidth(count))
    }
  }

  private func copy(_ matrix: MatrixView<T>, _ rows: Range<Int>, _ columns: Range<Int>) {
    let (wide, count) = (tile.wideColumns, rows.count)
    let base = memory.base.assumingMemoryBound(to: T.self)
    let whole = columns.count / wide * wide
    let start = matrix.base + rows.lowerBound * matrix.stride + columns.lowerBound
    for first in stride(from: 0, to: whole, by: wide * Self.together) {
      let end = min(whole, first + wide * Self.together)
      for row in 0..<count {
        let from = start + row * matrix.stride
        var column = first
        while column < end {
          copyLines(from + column, to: base + (column &* count &+ row &* wide), count: wide)
          column &+= wide
        }
      }
    }
    let rest = columns.count - whole
    guard rest > 0 else { return }
    let width = tile.panelWidth(rest)
    for row in 0..<count {
      let to = base + whole * count + row * width
      let from = start + row * matrix.stride + whole
      for column in 0..<rest { to[column] = from[column] }
      for column in rest..<width { to[column] = 0 }
    }
  }

  private func transpose(_ matrix: MatrixView<T>, _ rows: Range<Int>, _ columns: Range<Int>) {
    let start = matrix.base + columns.lowerBound * matrix.stride + rows.lowerBound
    forEach { panel, first, count, width in
      let to = UnsafeMutablePointer(mutating: panel)
      let fours = count / 4 * 4
      // Stored rows become columns; those past the end are zero.
      for column in stride(from: 0, to: fours, by: 4) {
        let from = start + (first + column) * matrix.stride
        transposeFour(from, matrix.stride, rows.count, to + column, width)
      }
      for column in fours..<width {
        let from = start + (first + column) * matrix.stride
        for row in 0..<rows.count { to[row &* width &+ column] = column < count ? from[row] : 0 }
      }
    }
  }

  /// Writes four neighbouring stored rows as four neighbouring columns.
  @inline(__always)
  private func transposeFour(
    _ from: UnsafePointer<T>, _ stride: Int, _ count: Int, _ to: UnsafeMutablePointer<T>,
    _ width: Int
  ) {
    let (second, third, fourth) = (from + stride, from + 2 * stride, from + 3 * stride)
    for row in 0..<count {
      let four = SIMD4(from[row], second[row], third[row], fourth[row])
      UnsafeMutableRawPointer(to + row &* width).storeBytes(of: four, as: SIMD4<T>.self)
    }
  }

  /// Copies a wide panel's row, one cache line or several.
  @inline(__always)
  private func copyLines(_ from: UnsafePointer<T>, to: UnsafeMutablePointer<T>, count: Int) {
    let (source, target) = (UnsafeRawPointer(from), UnsafeMutableRawPointer(to))
    let bytes = count &* MemoryLayout<T>.size
    assert(bytes % 64 == 0, "a wide panel's rows are whole cache lines")
    var offset = 0
    while offset < bytes {
      target.storeBytes(
        of: source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt32>.self),
        toByteOffset: offset, as: SIMD16<UInt32>.self)
      offset &+= 64
    }
  }
}

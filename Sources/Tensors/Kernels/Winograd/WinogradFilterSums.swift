import GradusVectorKernels

/// The gradient of a filter whose operands are laid out, by slices of the tiles or pieces of the
/// filter.
struct WinogradFilterSums<T: KernelScalar> {
  let layout: WinogradLayout<T>
  let inputs: WinogradPatches<T>
  let gradients: WinogradPatches<T>
  let target: UnsafeMutablePointer<T>

  /// Filters of at most so many bytes, transformed, are summed by slices.
  private var smallFilter: Int { 1 << 20 }

  var size: Int { MemoryLayout<T>.size }
  var columns: Int { layout.outputs.roundedUp(to: layout.register.columns) }
  var rows: Int { layout.inputs.roundedUp(to: layout.register.outerRows) }
  var tileBytes: Int { layout.frequencies * (layout.inputs + layout.outputs) * size }

  func run() {
    if layout.frequencies * rows * columns * size <= smallFilter {
      bySlices()
    } else {
      byPieces()
    }
  }

  /// Transformed inputs and gradients of some tiles.
  struct Operands {
    let memory: Scratch
    let inputs: WinogradPatches<T>.Target
    let gradients: WinogradPatches<T>.Target
  }

  func operands(_ tiles: Int) -> Operands {
    let left = layout.patchStride(tiles: tiles, channels: layout.inputs)
    let right = layout.patchStride(tiles: tiles, channels: columns)
    let memory = Scratch(byteCount: layout.frequencies * (left + right) * size)
    let base = memory.base.assumingMemoryBound(to: T.self)
    return Operands(
      memory: memory, inputs: .init(base: base, frequencyStride: left, pitch: tiles),
      gradients: .init(
        base: base + layout.frequencies * left, frequencyStride: right, pitch: tiles))
  }

  /// Transforms some parts into operands, whose first tile is `first`.
  func transform(_ parts: Range<Int>, _ operands: Operands, from first: Int = 0) {
    let memory = Scratch(byteCount: layout.stripElements * size)
    let strip = memory.base.assumingMemoryBound(to: T.self)
    let offset = first * layout.register.line
    for (patches, target) in [(inputs, operands.inputs), (gradients, operands.gradients)] {
      layout.kernels.winogradPatches(
        patches, parts,
        .init(
          base: target.base + offset, frequencyStride: target.frequencyStride,
          pitch: target.pitch), strip)
    }
    withExtendedLifetime(memory) {}
  }

  /// Sums of the outer products of the operands for some inputs and outputs.
  struct Sums {
    let base: UnsafeMutablePointer<T>
    /// Elements from frequency to frequency and from input to input.
    let stride: Int, row: Int
  }

  func sum(
    _ operands: Operands, tiles: Int, rows: Range<Int>, columns: Range<Int>, _ sums: Sums,
    accumulates: Bool
  ) {
    layout.kernels.winogradFilterSum(
      WinogradFilterSum(
        inputs: UnsafePointer(operands.inputs.base),
        inputStride: operands.inputs.frequencyStride,
        gradients: UnsafePointer(operands.gradients.base),
        gradientStride: operands.gradients.frequencyStride, pitch: operands.inputs.pitch,
        tiles: tiles, frequencies: layout.frequencies, target: sums.base,
        targetStride: sums.stride, targetRow: sums.row, rows: rows, columns: columns,
        accumulates: accumulates))
    MultiplyAddCounter.add(layout.frequencies * tiles * rows.count * columns.count)
  }
}

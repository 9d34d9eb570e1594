import GradusVectorKernels

/// The sizes of Winograd's operands in memory, which follow from the shapes and the caches alone.
struct WinogradLayout<T: KernelScalar> {
  let grid: WinogradGrid
  let frequencies: Int
  /// Channels that tiles have, and a filter's results.
  let inputs: Int, outputs: Int
  let kernels: VectorKernels<T>
  var register: RegisterTile { kernels.registerTile }

  /// The grid that covers results of so many pixels.
  init(
    _ tile: WinogradTile, _ kernels: VectorKernels<T>, images: Int, height: Int, width: Int,
    inputs: Int, outputs: Int
  ) {
    self.kernels = kernels
    grid = WinogradGrid(
      tile, images: images, height: height, width: width, stripBytes: CacheSizes.first * 3 / 4)
    frequencies = tile.frequencies
    (self.inputs, self.outputs) = (inputs, outputs)
  }

  /// Elements after each frequency's matrix: those a power of two apart would share cache sets.
  var gap: Int { register.line }

  /// Tiles of some parts, and those that fill the last register tile.
  func tiles(_ parts: Int) -> Int { (parts * grid.partLength).roundedUp(to: register.rows) }

  /// Elements of a frequency of so many tiles with so many channels.
  func patchStride(tiles: Int, channels: Int) -> Int {
    channels.roundedUp(to: register.line) * tiles + gap
  }

  /// Panels of the filter.
  var panels: Int { (outputs + register.columns - 1) / register.columns }
  /// Elements of a frequency of a panel.
  var panelStride: Int { inputs * register.columns + gap }
  /// Elements of a strip of one part.
  var stripElements: Int { grid.stripElements(line: register.line) }

  /// Parts that a thread works on at a time: about so many tiles, of which few are in register tiles
  /// that are not full.
  func partsPerBlock(tiles wanted: Int) -> Int {
    let most = max(1, wanted / grid.partLength)
    func waste(_ parts: Int) -> Double {
      let tiles = parts * grid.partLength
      return Double(tiles.roundedUp(to: register.rows)) / Double(tiles)
    }
    let least = max(1, most / 2)
    return (least...most).reversed().min { waste($0) < waste($1) } ?? most
  }
}

extension Int {
  /// The smallest multiple of `step` that is not less.
  func roundedUp(to step: Int) -> Int { (self + step - 1) / step * step }
}

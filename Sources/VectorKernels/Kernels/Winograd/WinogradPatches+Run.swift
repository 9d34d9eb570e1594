import GradusVectorKernels

extension WinogradPatches {
  @inline(__always)
  func run<Tier: VectorTier>(
    _: Tier.Type, _ parts: Range<Int>, _ target: Target, _ strip: UnsafeMutablePointer<T>
  ) where Tier.Scalar == T {
    switch grid.tile {
    case .twoByTwo: run(Tier.self, TwoOutputs.self, TwoOutputs.self, parts, target, strip)
    case .twoByFour: run(Tier.self, TwoOutputs.self, FourOutputs.self, parts, target, strip)
    case .fourByFour: run(Tier.self, FourOutputs.self, FourOutputs.self, parts, target, strip)
    case .twoByTwoOfFive:
      run(Tier.self, TwoOutputsOfFive.self, TwoOutputsOfFive.self, parts, target, strip)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis>(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ parts: Range<Int>, _ target: Target,
    _ strip: UnsafeMutablePointer<T>
  ) where Tier.Scalar == T {
    if isGradient {
      run(
        Tier.self, Vertical.OutputGradient.self, Horizontal.OutputGradient.self, overlap: 0, parts,
        target, strip)
    } else {
      run(
        Tier.self, Vertical.Input.self, Horizontal.Input.self, overlap: Vertical.taps &- 1,
        parts, target, strip)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier, Vertical: WinogradMap, Horizontal: WinogradMap>(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, overlap: Int, _ parts: Range<Int>,
    _ target: Target, _ strip: UnsafeMutablePointer<T>
  ) where Tier.Scalar == T {
    let step = Horizontal.inputs &- overlap
    let line = Tier.line
    let stripRow = (grid.partLength &* step &+ overlap) &* line
    // What of the strip was cleared last; nothing yet, and there may be another's numbers in it.
    var clear: Range<Int>?
    var tile = 0
    for index in parts {
      let part = grid.part(index)
      let columns = part.tiles &* step &+ overlap
      let x = part.firstColumn &* step &- left
      // Columns of the strip that lie in the image.
      let first = min(columns, max(0, 0 &- x))
      let inside = first..<max(first, min(columns, width &- x))
      if inside != clear || columns &* line != stripRow {
        for row in 0..<Vertical.outputs {
          let from = strip + row &* stripRow
          (from).update(repeating: 0, count: inside.lowerBound &* line)
          (from + inside.upperBound &* line).update(
            repeating: 0, count: (columns &- inside.upperBound) &* line)
        }
        clear = inside
      }
      let y = part.row &* (Vertical.inputs &- overlap) &- top
      let rows = Rows(
        (
          row(y, part), row(y &+ 1, part), row(y &+ 2, part), row(y &+ 3, part),
          row(y &+ 4, part), row(y &+ 5, part)
        ))
      var block = 0
      while block &* line < channels {
        let lanes = min(line, channels &- block &* line)
        let source = (x &+ inside.lowerBound) &* channels &+ block &* line
        let from = strip + inside.lowerBound &* line
        let to = target.base + (block &* target.pitch &+ tile) &* line
        if lanes == line {
          columnPass(
            Tier.self, Vertical.self, rows, source, inside.count, from, stripRow, lanes: line)
          rowPass(
            Tier.self, Horizontal.self, strip, stripRow, Vertical.outputs, step, part.tiles, to,
            target.frequencyStride, lanes: line)
        } else {
          columnPass(
            Tier.self, Vertical.self, rows, source, inside.count, from, stripRow, lanes: lanes)
          rowPass(
            Tier.self, Horizontal.self, strip, stripRow, Vertical.outputs, step, part.tiles, to,
            target.frequencyStride, lanes: lanes)
        }
        // Sums over tiles take the room of a short part for tiles.
        if part.tiles < grid.partLength {
          for frequency in 0..<Vertical.outputs &* Horizontal.outputs {
            (to + (frequency &* target.frequencyStride &+ part.tiles &* line)).update(
              repeating: 0, count: (grid.partLength &- part.tiles) &* line)
          }
        }
        block &+= 1
      }
      tile &+= grid.partLength
    }
  }

  @inline(__always)
  private func row(_ y: Int, _ part: WinogradGrid.Part) -> UnsafePointer<T> {
    y >= 0 && y < height ? images + (part.image &* height &+ y) &* width &* channels : zeros
  }
}

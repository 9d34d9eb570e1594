import GradusVectorKernels

extension WinogradOutputs {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type, _ parts: Range<Int>) where Tier.Scalar == T {
    switch grid.tile {
    case .twoByTwo: run(Tier.self, TwoOutputs.self, TwoOutputs.self, parts)
    case .twoByFour: run(Tier.self, TwoOutputs.self, FourOutputs.self, parts)
    case .fourByFour: run(Tier.self, FourOutputs.self, FourOutputs.self, parts)
    case .twoByTwoOfFive:
      run(Tier.self, TwoOutputsOfFive.self, TwoOutputsOfFive.self, parts)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis>(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ parts: Range<Int>
  ) where Tier.Scalar == T {
    if let epilogue {
      run(Tier.self, Vertical.self, Horizontal.self, epilogue, parts)
    } else {
      run(Tier.self, Vertical.self, Horizontal.self, WinogradNoEpilogue<T>(), parts)
    }
  }

  @inline(__always)
  private func run<
    Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis, Finish: WinogradFinish
  >(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ finish: Finish, _ parts: Range<Int>
  ) where Tier.Scalar == T, Finish.Scalar == T {
    var first = products
    for index in parts {
      let part = grid.part(index)
      let y = part.row &* Vertical.outputs
      let rows = min(Vertical.outputs, grid.height &- y)
      var x = part.firstColumn &* Horizontal.outputs
      var place = ((part.image &* grid.height &+ y) &* grid.width &+ x) &* channels &+ firstChannel
      var source = first
      for _ in 0..<part.tiles {
        let pixels = min(Horizontal.outputs, grid.width &- x)
        let isWhole = rows == Vertical.outputs && pixels == Horizontal.outputs
        var lane = 0
        while lane < columns {
          if isWhole && lane &+ Tier.lanes <= columns {
            map(
              Tier.self, Vertical.self, Horizontal.self, finish, source + lane, place &+ lane,
              firstChannel &+ lane, rows: Vertical.outputs, pixels: Horizontal.outputs,
              lanes: Tier.lanes)
          } else {
            map(
              Tier.self, Vertical.self, Horizontal.self, finish, source + lane, place &+ lane,
              firstChannel &+ lane, rows: rows, pixels: pixels, lanes: columns &- lane)
          }
          lane &+= Tier.lanes
        }
        source += Tier.columns
        x &+= Horizontal.outputs
        place &+= Horizontal.outputs &* channels
      }
      first += grid.partLength &* Tier.columns
    }
  }

  /// One tile, a vector of channels, of which `rows` by `pixels` outputs and `lanes` channels exist.
  @inline(__always)
  private func map<
    Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis, Finish: WinogradFinish
  >(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ finish: Finish,
    _ source: UnsafePointer<T>, _ place: Int, _ channel: Int, rows: Int, pixels: Int, lanes: Int
  ) where Tier.Scalar == T, Finish.Scalar == T {
    let (stride, width) = (productStride, grid.width)
    StackVectors<Tier.Vector>.with(Vertical.outputs &* Horizontal.frequencies) { middle in
      for column in 0..<Horizontal.frequencies {
        Vertical.Output.apply(
          { (row: Int) -> Tier.Vector in
            Tier.load(source + (row &* Horizontal.frequencies &+ column) &* stride)
          },
          { row, value in middle[row &* Horizontal.frequencies &+ column] = value })
      }
      for row in 0..<Vertical.outputs where row < rows {
        let start = place &+ row &* width &* channels
        Horizontal.Output.apply(
          { (column: Int) -> Tier.Vector in middle[row &* Horizontal.frequencies &+ column] },
          { column, value in
            guard column < pixels else { return }
            let index = start &+ column &* channels
            let finished = finish.apply(
              Tier.self, value, channel: channel, index: index, lanes: lanes)
            Tier.store(finished, target + index, first: lanes)
          })
      }
    }
  }
}

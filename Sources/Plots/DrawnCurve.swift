/// A series in the coordinates of the picture, broken where values are missing.
struct DrawnCurve {
  /// The unbroken pieces of the line.
  private(set) var pieces: [[LineMark.Position]] = []
  /// The last positions before missing values, moved into the frame where they lie outside.
  private(set) var stops: [LineMark.Position] = []

  init(_ series: PlotSeries, in frame: PlotFrame) {
    var piece: [LineMark.Position] = []
    func finished() -> [[LineMark.Position]] { piece.isEmpty ? [] : [LineMark.thinned(piece)] }
    for point in series.points {
      if let position = frame.position(of: point) {
        piece.append(position)
      } else {
        // Only named curves get crosses: raw data behind a curve would double them.
        if let last = piece.last, series.isNamed {
          stops.append((last.x, min(max(last.y, frame.top), frame.bottom)))
        }
        pieces += finished()
        piece = []
      }
    }
    pieces += finished()
  }
}

import GradusTensors

/// Smooths noisy curves.
enum RunningMean {
  /// The mean over a window of up to `window` points around each point; the window shrinks at the
  /// ends, so the result starts at the first value and ends at the last one.
  ///
  /// A value that is not finite stays so in its place and is left out of its neighbours' means.
  static func smoothed(_ points: [TrainingCurve.Point], window: Int) -> [TrainingCurve.Point] {
    precondition(window >= 1, "the window must hold at least one point, got \(window)")
    return points.indices.map { index in
      let half = min((window - 1) / 2, index, points.count - 1 - index)
      let near = points[(index - half)...(index + half)].map(\.value).filter(\.isFinite)
      let mean =
        points[index].value.isFinite ? near.reduce(0, +) / Double(near.count) : .nan
      return TrainingCurve.Point(step: points[index].step, value: mean)
    }
  }

  /// A window that suits a curve of `count` points: a thirtieth of it, odd, from 1 to 101.
  static func window(for count: Int) -> Int { min(101, max(1, count / 30)) | 1 }
}

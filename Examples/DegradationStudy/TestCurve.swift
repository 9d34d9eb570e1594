/// When a run measures its test error along the way, for He et al. 2015, Fig. 1, right.
///
/// A tenth of the training's own work is spent on it, on a part of the test images; a run that is too
/// short for four points has none but its last.
struct TestCurve: Equatable {
  /// The first test images, which are looked at.
  let images: Int
  /// The numbers of steps after which they are.
  let steps: [Int]

  private static let mostImages = 1_000, mostPoints = 20, leastPoints = 4

  /// Plans for a run; nil where there is no time.
  init?(steps: Int, batchSize: Int, testImages: Int) {
    images = min(testImages, Self.mostImages)
    // A step costs about as much as looking at its batch three times.
    let points = min(Self.mostPoints, 3 * steps * batchSize / (10 * images), steps)
    guard points >= Self.leastPoints else { return nil }
    self.steps = (1...points).map { $0 * steps / points }
  }
}

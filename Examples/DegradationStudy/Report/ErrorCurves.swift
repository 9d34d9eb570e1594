import Gradus

/// Training and test errors of a study's nets side by side, as they were measured along the way: the
/// two panels of He et al. 2015, Fig. 1, as numbers.
struct ErrorCurves {
  private let curves: [TrainingCurve]

  init(_ curves: [TrainingCurve]) { self.curves = curves }

  /// A line for each point at which test images were looked at, in percent: the training error is the
  /// mean over the batches since the point before; a value that is not finite is left empty.
  var csv: String {
    let lines = curves.flatMap { curve -> [String] in
      var start = 0
      return curve.testError.map { point in
        let since = curve.trainError.filter { (start..<point.step).contains($0.step) }
        start = point.step
        let mean = since.reduce(0) { $0 + $1.value } / Double(since.count)
        let errors = [mean, point.value].map { error in
          error.isFinite ? NumberText.fixed(100 * error, decimals: 1) : ""
        }
        return ([curve.run.net, "\(curve.run.seed)", "\(point.step)"] + errors)
          .joined(separator: ",")
      }
    }
    return (["net,seed,step,training error,test error"] + lines).map { $0 + "\n" }.joined()
  }
}

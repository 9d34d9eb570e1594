import Gradus

/// A net behind a magnifier: each pixel becomes a square, for nets that need larger images than the
/// study has.
final class EnlargedInput: Classifier {
  let net: any Classifier
  private let factor: Int

  /// Shows images to `net` with sides `factor` times as long.
  init(_ net: any Classifier, factor: Int) { (self.net, self.factor) = (net, factor) }

  var classes: Int { net.classes }

  /// Logits of images `[n, h, w, c]`.
  func forward(_ images: Variable) -> Prediction {
    let rows = (0..<images.shape[1] * factor).map { $0 / factor }
    let columns = (0..<images.shape[2] * factor).map { $0 / factor }
    return net(images.gathered(rows, axis: 1).gathered(columns, axis: 2))
  }
}

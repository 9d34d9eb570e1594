import GradusTensors

/// The smallest images a network takes, and the layer that has no pixel left on smaller ones.
public struct InputRequirement: Sendable, Hashable {
  /// The least height and width, in pixels.
  public let minimumSize: Int
  /// The path of the layer that limits it; nil when one pixel is enough.
  public let limitingLayer: String?

  /// Makes a requirement; the defaults stand for a network that takes images of one pixel.
  public init(minimumSize: Int = 1, limitingLayer: String? = nil) {
    self.minimumSize = minimumSize
    self.limitingLayer = limitingLayer
  }

  /// What is wrong with images of a shape, `[n, h, w, c]`, in one line; nil when they are large enough.
  func mismatch(_ shape: Shape) -> String? {
    guard shape.rank == 4 else {
      return "images must be [batch, height, width, channels], not \(shape)"
    }
    guard shape[1] < minimumSize || shape[2] < minimumSize else { return nil }
    let layer = limitingLayer.map { "\($0) would have no pixel left; " } ?? ""
    return "images of \(shape[1])x\(shape[2]) pixels are too small: \(layer)"
      + "use at least \(minimumSize)x\(minimumSize)"
  }
}

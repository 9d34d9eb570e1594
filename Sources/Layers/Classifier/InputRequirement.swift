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
}

/// Images that a network cannot take.
public struct InputError: Error, Sendable, CustomStringConvertible {
  /// One line: the network, the images' shape, the layer and the least size.
  public let description: String
}

extension Classifier {
  /// Throws `InputError` unless a batch of this shape, `[n, h, w, c]`, is large enough.
  public func validate(input shape: Shape) throws(InputError) {
    guard shape.rank == 4 else {
      throw InputError(
        description: "\(Self.self): images must be [batch, height, width, channels], not \(shape)")
    }
    let least = inputRequirement.minimumSize
    guard shape[1] < least || shape[2] < least else { return }
    let layer = inputRequirement.limitingLayer.map { "\($0) would have no pixel left; " } ?? ""
    throw InputError(
      description: "\(Self.self): images of \(shape[1])x\(shape[2]) pixels are too small: \(layer)"
        + "use at least \(least)x\(least)")
  }
}

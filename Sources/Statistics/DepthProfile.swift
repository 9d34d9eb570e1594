import Foundation
import GradusTensors

/// A positive quantity of each layer, from the input to the output, and how it changes with depth.
public struct DepthProfile: Sendable, Hashable, Codable {
  /// The layers' paths in the order of the forward run.
  public let paths: [String]
  /// One value a layer.
  public let values: [Double]

  /// Makes a profile; traps when there are not as many paths as values.
  public init(paths: [String], values: [Double]) {
    precondition(
      paths.count == values.count, "\(paths.count) paths for \(values.count) values")
    (self.paths, self.values) = (paths, values)
  }

  /// Makes a profile of layers named 0, 1, 2, ...
  public init(_ values: [Double]) {
    self.init(paths: values.indices.map { "\($0)" }, values: values)
  }

  /// The first layer's value over the last one's: above 1 when it grows toward the input.
  public var firstOverLast: Double { (values.first ?? .nan) / (values.last ?? .nan) }

  /// The straight line through the logarithms: its slope is per layer, toward the output.
  ///
  /// Values that are not positive and finite are left out; nil with fewer than two others.
  public var logarithmicFit: LineFit? {
    let usable = values.enumerated().filter { $0.element > 0 && $0.element.isFinite }
    return LineFit(usable.map { Double($0.offset) }, usable.map { log($0.element) })
  }

  /// The fitted factor from a layer to the one before it: above 1 when the quantity grows toward the
  /// input, as an exploding gradient does. NaN without a fit.
  public var growthPerLayer: Double { exp(-(logarithmicFit?.slope ?? .nan)) }

  /// How well one factor a layer describes the profile: R² of the line through the logarithms.
  public var rSquared: Double { logarithmicFit?.rSquared ?? .nan }
}

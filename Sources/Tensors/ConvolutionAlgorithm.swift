/// How a convolution is computed; the result differs by rounding only.
///
/// A geometry carries the wish; `.automatic` lets the library choose by the layer's shape. An
/// algorithm that cannot compute a convolution gives way to `.im2col`, which computes all of them.
public enum ConvolutionAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  /// The choice of the library's cost model.
  case automatic
  /// Winograd's minimal filtering F(4x4, 3x3): a quarter of the multiplications of a dense 3x3
  /// filter with stride 1, dilation 1, one group and at least four channels on each side.
  ///
  /// Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", §4. Measured error
  /// against direct convolution of standard normal numbers, relative to the largest magnitude of
  /// the result: see `Docs/Numerics.md`; below 1e-5 in `.float32`, below 1e-13 in `.float64`.
  case winograd
  /// A matrix product with gathered rows of the input; takes any geometry.
  case im2col
  /// A matrix product with the input's own pixels: 1x1 filters with stride 1 and no padding.
  case pointwise
  /// Loops across channels: one filter a channel.
  case depthwise
}

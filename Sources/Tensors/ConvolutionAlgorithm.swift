/// How a convolution is computed; the result differs by rounding only.
///
/// A geometry carries the wish; `.automatic` lets the library choose by the layer's shape. An
/// algorithm that cannot compute a convolution gives way to `.im2col`, which computes all of them.
public enum ConvolutionAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  /// The choice of the library's cost model.
  case automatic
  /// Winograd's minimal filtering F(4x4, 3x3): a quarter of the multiplications of a dense 3x3
  /// filter with stride 1, dilation 1, one group and at least eight channels on each side, on a
  /// processor with AVX2 and fused multiply-add or one that is not x86.
  ///
  /// Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", §4, with
  /// interpolation points that round better than theirs. Largest error of the result and of both
  /// gradients, relative to the largest magnitude, measured on standard normal numbers with 16 to
  /// 512 channels: 1.0e-6 to 3.3e-6 in `.float32` (`.im2col`: 0.1e-6 to 0.9e-6), up to 6e-15 in
  /// `.float64`.
  case winograd
  /// A matrix product with gathered rows of the input; takes any geometry.
  case im2col
  /// A matrix product with the input's own pixels: 1x1 filters with stride 1 and no padding.
  case pointwise
  /// Sums in registers, six positions by sixteen outputs, without laying out what a position sees;
  /// takes any geometry, on a processor with AVX2 and fused multiply-add or one that is not x86.
  case direct
  /// Loops across channels: one filter a channel.
  case depthwise
}

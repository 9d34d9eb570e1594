/// How a convolution is computed; the result differs by rounding only.
///
/// A geometry carries the wish; `.automatic` lets the library choose by the layer's shape. An
/// algorithm that cannot compute a convolution gives way to `.im2col`, which computes all of them.
public enum ConvolutionAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  /// The choice of the library's cost model.
  case automatic
  /// Winograd's minimal filtering F(2x2, 3x3): 16 multiplications instead of 36 for a dense 3x3
  /// filter with stride 1, dilation 1 and one group, on a processor with AVX2 and fused
  /// multiply-add or one that is not x86. Of a 5x5 filter F(2x2, 5x5): 36 instead of 100.
  ///
  /// Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", §4. Rounds better than
  /// direct sums, because each of its sums has a term for each channel and not for each tap; with 5x5 taps results
  /// and input gradients as `.winograd4x4`, filter gradients about twice as badly.
  case winograd2x2
  /// The same with tiles of two rows by four columns, F(2x4, 3x3): 24 multiplications instead of 72.
  case winograd2x4
  /// The same with tiles of four by four, F(4x4, 3x3): 36 multiplications instead of 144.
  ///
  /// Its interpolation points round better than Lavin and Gray's.
  case winograd4x4
  /// A matrix product with gathered rows of the input; takes any geometry. The input gradient of a large
  /// filter is a product for each tap, whose rows are added up.
  case im2col
  /// A matrix product with the input's own pixels: 1x1 filters with stride 1 and no padding.
  case pointwise
  /// Sums in registers, six positions by sixteen outputs, without laying out what a position sees;
  /// takes any geometry, on a processor with AVX2 and fused multiply-add or one that is not x86.
  case direct
  /// Loops across channels: one filter a channel.
  case depthwise
}

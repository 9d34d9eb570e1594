/// How a convolution may round where the library chooses its algorithm.
///
/// Every algorithm gives the same result but for rounding. A geometry or a tape carries the wish.
public enum ConvolutionAccuracy: String, Sendable, Hashable, Codable, CaseIterable {
  /// `.fast` where nothing is recorded for gradients, and in training for wide layers: at least 128
  /// channels on each side, or 64 on maps of at least 14x14 pixels. `.direct` for the other layers.
  case automatic
  /// No larger errors than those of sums of one term after the other: `.direct`, products with gathered
  /// rows, and Winograd's tiles where that holds. Of results and input gradients these are
  /// `.winograd2x2`, and `.winograd2x4` from 16 channels on; of filter gradients `.winograd2x2`, from
  /// 2,048 positions on `.winograd2x4` and from 8,192 on `.winograd4x4`, since sums in order round the
  /// worse the longer they are.
  case direct
  /// Winograd's algorithm with any tile, `.winograd4x4` too, whose largest errors are up to three
  /// times those of direct sums.
  case fast
}

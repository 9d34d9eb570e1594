/// What the blocks of a study net have around and inside of them.
struct BlockStyle: Sendable, Hashable {
  /// Whether a shortcut leads around each block.
  var isResidual = false
  /// Whether each product is followed by batch normalisation.
  var isNormalized = true
  /// Whether the branch is multiplied by a trained number that starts at 0 (SkipInit: De and Smith
  /// 2020, §3).
  var skipInit = false
}

extension BlockStyle {
  static let plain = BlockStyle()
  static let residual = BlockStyle(isResidual: true)
  static let plainWithoutNorm = BlockStyle(isNormalized: false)
  static let residualWithoutNorm = BlockStyle(isResidual: true, isNormalized: false)
  static let skipInit = BlockStyle(isResidual: true, isNormalized: false, skipInit: true)
}

/// How the weights between equal widths start.
enum WeightStart: String, Sendable, Hashable {
  /// He et al. 2015 (Delving deep).
  case he
  /// The identity: Dirac filters where the width does not change (Zagoruyko and Komodakis 2017).
  case identity
  /// Mirrored halves, so that the rectified net starts as a linear, orthogonal one (Balduzzi et al.
  /// 2017, §4).
  case looksLinear = "looks-linear"
}

import GradusClaims

extension ExperimentName {
  static let normAndShortcut = ExperimentName("norm-and-shortcut")
}

extension NetComparison {
  /// Convolutional nets with and without shortcuts, with and without batch norm, each at its own best
  /// learning rate (claims 30 and 31).
  ///
  /// A residual net without batch norm stands here twice: from He's start, from which its signal
  /// explodes, and with branches that start at zero.
  static func normAndShortcut(_ scale: ExperimentScale) -> NetComparison {
    func net(_ subject: Subject, _ style: BlockStyle) -> ComparedNet {
      ComparedNet(subject) {
        StackedConvNet(
          depth: NetName(subject).depth, width: scale.convolutionalWidth,
          inputChannels: $0.channels, classes: $0.classes, style: style)
      }
    }
    let deep = scale.convolutionalDepths[1]
    return NetComparison(
      scale: scale, name: .normAndShortcut,
      summary: "Plain and residual nets with and without batch norm, each at its own best rate.",
      nets: scale.convolutionalDepths.flatMap { depth in
        [net(.plain(depth), .plain), net(.residual(depth), .residual)]
      } + [
        net(.plain(deep).withoutNorm, .plainWithoutNorm),
        net(.residual(deep).withoutNorm, .residualWithoutNorm),
        net(.residual(deep).withSkipInit, .skipInit),
      ], rates: rates(scale), images: { $0.images }, stepShare: 0.5)
  }

  private static func rates(_ scale: ExperimentScale) -> [Double] {
    scale.preset == .tiny ? [0.01, 0.1] : [0.003, 0.01, 0.03, 0.1, 0.3]
  }
}

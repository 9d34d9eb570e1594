import GradusClaims

extension ExperimentName {
  static let vggVariants = ExperimentName("vgg-variants")
}

extension Subject {
  /// Small VGG nets of pairs of 3x3 filters, without normalisation and with it.
  static let vgg = Subject("vgg"), vggBatchNorm = Subject("vgg, batch norm")
  /// The paper's configuration A in small, and A-LRN.
  static let vggShallow = Subject("vgg A"), vggLocalResponse = Subject("vgg A, local response norm")
  /// Normalised nets with a convolution that widens each stage first, so that filters of equal
  /// channels are compared, as on the slide.
  static let vggPairs = Subject("vgg, two 3x3"), vggSingleFilters = Subject("vgg, one 5x5")
  static let vggLinearPairs = Subject("vgg, two 3x3 without rectification between")
}

extension NetComparison {
  /// What normalisations and filters do to a small VGG, each net at its own best learning rate.
  static func vggVariants(_ scale: ExperimentScale) -> NetComparison {
    func net(_ subject: Subject, _ design: SmallVGG) -> ComparedNet {
      ComparedNet(subject) { design.net(inputChannels: $0.channels, classes: $0.classes) }
    }
    return NetComparison(
      scale: scale, name: .vggVariants,
      summary: "Small VGG nets with normalisations, and with other filters of the same field.",
      nets: [
        net(.vgg, SmallVGG()),
        net(.vggBatchNorm, SmallVGG(norm: .batch)),
        net(.vggShallow, SmallVGG(isShallow: true)),
        net(.vggLocalResponse, SmallVGG(isShallow: true, norm: .localResponse)),
        net(.vggPairs, SmallVGG(widensFirst: true, norm: .batch)),
        net(.vggSingleFilters, SmallVGG(filters: .single, widensFirst: true, norm: .batch)),
        net(.vggLinearPairs, SmallVGG(filters: .linearPairs, widensFirst: true, norm: .batch)),
      ], rates: [0.01, 0.03, 0.1], images: { $0.images }, stepShare: 2)
  }
}

import Gradus
import GradusClaims

extension ExperimentName {
  static let plainSizes = ExperimentName("plain-sizes")
}

extension Subject {
  /// The net with another width: `plain-8, width 16`.
  func width(_ channels: Int) -> Subject { with("width \(channels)") }
}

extension NetComparison {
  /// The depths and widths of plain nets with batch normalisation: first wider, then deeper.
  static let plainGrowth: [(depth: Int, width: Int)] = [(8, 4), (8, 8), (8, 16), (44, 8)]

  /// Plain nets that grow in width and then in depth.
  static func plainSizes(_ scale: ExperimentScale) -> NetComparison {
    NetComparison(
      scale: scale, name: .plainSizes,
      summary: "Plain nets with batch norm, first of growing width, then of growing depth.",
      nets: plainGrowth.map { size in
        ComparedNet(.plain(size.depth).width(size.width)) {
          CIFARResNet(
            depth: size.depth, shortcut: .none, width: size.width, inputChannels: $0.channels,
            classes: $0.classes)
        }
      })
  }
}

import Gradus

extension OpCase {
  /// Every combination of scale and shift.
  static let batchNormalization: [OpCase] =
    ([[5, 3], [2, 3, 1, 1], [1, 3, 2, 5], [2, 2, 3, 17]]
    as [Shape]).flatMap { shape in
      [(true, true), (true, false), (false, true), (false, false)].flatMap { hasScale, hasShift in
        batchNormalization(shape, hasScale: hasScale, hasShift: hasShift)
      }
    }

  private static func batchNormalization(
    _ shape: Shape, hasScale: Bool, hasShift: Bool
  ) -> [OpCase] {
    let channels = OpInput([shape[-1]])
    let inputs = [OpInput(shape)] + (hasScale ? [channels] : []) + (hasShift ? [channels] : [])
    let label = "\(shape)\(hasScale ? " scale" : "")\(hasShift ? " shift" : "")"
    return [
      OpCase("batchNormalization", label, inputs) {
        $0[0].batchNormalized(
          scale: hasScale ? $0[1] : nil, shift: hasShift ? $0.last! : nil, epsilon: 1e-2
        ).output
      },
      OpCase("batchNormalizationFixed", label, inputs) {
        $0[0].batchNormalized(
          mean: Self.constant([shape[-1]], like: $0[0]),
          variance: Self.constant([shape[-1]], like: $0[0], from: 0.5),
          scale: hasScale ? $0[1] : nil, shift: hasShift ? $0.last! : nil, epsilon: 1e-2)
      },
    ]
  }

  static let localResponseNormalization: [OpCase] =
    [1, 2, 3, 4, 5, 8].flatMap { size in
      ([[1, 2, 1, 5], [2, 3, 1], [7]] as [Shape]).map { shape in
        OpCase("localResponseNormalization", "\(shape), size \(size)", [OpInput(shape)]) {
          $0[0].localResponseNormalized(size: size, alpha: 0.3, beta: 0.75, k: 2)
        }
      }
    } + windowSums

  private static let windowSums: [OpCase] = [(0, 0), (1, 2), (2, 1), (0, 3), (4, 0), (9, 9)].map {
    before, after in
    OpCase("channelWindowSum", "\(before) before, \(after) after", [[2, 5]]) {
      $0[0].channelWindowSum(before: before, after: after)
    }
  }
}

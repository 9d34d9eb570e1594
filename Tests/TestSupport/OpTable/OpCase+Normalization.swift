import Gradus

extension OpCase {
  /// Every combination of scale and shift.
  static let batchNormalization: [OpCase] =
    ([[5, 3], [2, 3, 1, 1], [1, 3, 2, 5], [2, 2, 3, 17]]
    as [Shape]).flatMap { shape in
      [(true, true), (true, false), (false, true), (false, false)].flatMap { hasScale, hasShift in
        batchNormalization(shape, hasScale: hasScale, hasShift: hasShift)
      }
    } + batchNormalizationEpilogues

  /// With an addition and an activation in the same pass; sums stay away from the kinks.
  private static let batchNormalizationEpilogues: [OpCase] =
    ([[5, 3], [1, 3, 2, 5], [2, 2, 3, 17]] as [Shape]).flatMap { shape in
      [true, false].flatMap { adds in
        Activation.allCases.filter { adds || $0 != .identity }.flatMap { activation in
          batchNormalization(shape, adds: adds, activation)
        }
      }
    }

  private static func batchNormalization(
    _ shape: Shape, adds: Bool, _ activation: Activation
  ) -> [OpCase] {
    let channels: Shape = [shape[-1]]
    let inputs =
      [OpInput(shape), OpInput(channels, .awayFromZero), OpInput(channels, .farFromZero)]
      + (adds ? [OpInput(shape, .farFromZero)] : [])
    let label = "\(shape)\(adds ? " addition" : ""), \(activation)"
    // Narrow around the shift where there are kinks beside 0.
    let width = ActivationReference.of(activation).kinks.contains { $0 != 0 } ? 0.1 : 1
    // Near 0 where what is far from it is flat on both sides.
    let distance = activation == .hardSigmoid ? 0.2 : 1
    return [
      OpCase("batchNormalization", label, inputs) {
        $0[0].batchNormalized(
          scale: $0[1] * width, shift: $0[2] * (adds ? 0.1 : distance), epsilon: 1e-2,
          adding: adds ? $0[3] * distance : nil, activation: activation
        ).output
      },
      OpCase("batchNormalizationFixed", label, inputs) {
        $0[0].batchNormalized(
          mean: Self.constant(channels, like: $0[0]),
          variance: Self.constant(channels, like: $0[0], from: 2),
          scale: $0[1] * width, shift: $0[2] * (adds ? 0.1 : distance), epsilon: 1e-2,
          adding: adds ? $0[3] * distance : nil, activation: activation)
      },
    ]
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

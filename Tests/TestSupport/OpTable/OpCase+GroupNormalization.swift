import Gradus

extension OpCase {
  static let groupNormalization: [OpCase] = grouped + byLastAxes

  private static let grouped: [OpCase] = [
    ([2, 3, 2, 6], 3), ([2, 3, 2, 4], 4), ([1, 5, 4], 1), ([3, 8], 2), ([1, 1, 1, 9], 1),
  ].flatMap { (shape: Shape, groups: Int) -> [OpCase] in
    var rows: [OpCase] = []
    for (hasScale, hasShift) in [(true, true), (true, false), (false, true), (false, false)] {
      for centres in [true, false] {
        rows.append(groupNormalization(shape, groups, hasScale, hasShift, centres))
      }
    }
    return rows
  }

  private static let byLastAxes: [OpCase] = [
    OpCase("groupNormalization", "the last axis", [[2, 3, 5], [5], [5]]) {
      $0[0].layerNormalized(scale: $0[1], shift: $0[2])
    },
    OpCase("groupNormalization", "the last two axes", [[2, 3, 4], [3, 4], [3, 4]]) {
      $0[0].layerNormalized(axes: 2, scale: $0[1], shift: $0[2])
    },
    OpCase("groupNormalization", "root mean squares", [[4, 5], [5]]) {
      $0[0].layerNormalized(scale: $0[1], epsilon: 1e-3, centres: false)
    },
    OpCase("groupNormalization", "a standardised filter", [[3, 3, 2, 4]]) {
      $0[0].weightStandardized()
    },
  ]

  private static func groupNormalization(
    _ shape: Shape, _ groups: Int, _ hasScale: Bool, _ hasShift: Bool, _ centres: Bool
  ) -> OpCase {
    let channels = OpInput([shape[-1]])
    let inputs = [OpInput(shape)] + (hasScale ? [channels] : []) + (hasShift ? [channels] : [])
    return OpCase(
      "groupNormalization",
      "\(shape), \(groups) groups\(hasScale ? " scale" : "")\(hasShift ? " shift" : "")"
        + (centres ? "" : ", not centred"), inputs
    ) {
      $0[0].groupNormalized(
        groups: groups, scale: hasScale ? $0[1] : nil, shift: hasShift ? $0.last! : nil,
        epsilon: 1e-2, centres: centres)
    }
  }
}

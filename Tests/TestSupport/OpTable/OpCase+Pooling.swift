import Gradus

extension OpCase {
  private static func uneven(roundsUp: Bool, countsPadding: Bool) -> PoolingGeometry {
    PoolingGeometry(
      kernel: .init(height: 3, width: 2), stride: .init(height: 2, width: 1),
      padding: .init(top: 1, bottom: 2, left: 0, right: 1), roundsUp: roundsUp,
      countsPadding: countsPadding)
  }

  /// Label, geometry and input.
  private static let geometries: [(String, PoolingGeometry, Shape)] = [
    ("2x2", .init(kernel: 2), [2, 4, 6, 3]),
    ("2x2 leaves a row out", .init(kernel: 2), [1, 5, 5, 2]),
    ("overlapping 3x3 stride 2", .init(kernel: 3, stride: 2), [1, 7, 5, 3]),
    ("overlapping 3x3 stride 1, padded", .init(kernel: 3, stride: 1, padding: 1), [2, 3, 4, 2]),
    (
      "3x3 stride 2, padded, ceil", .init(kernel: 3, stride: 2, padding: 1, roundsUp: true),
      [1, 6, 6, 2]
    ),
    ("ceil overhangs", .init(kernel: 3, stride: 2, roundsUp: true), [1, 6, 4, 2]),
    ("gaps between windows", .init(kernel: 2, stride: 3), [1, 8, 7, 1]),
    ("uneven", uneven(roundsUp: false, countsPadding: true), [1, 5, 4, 3]),
    ("uneven, padding not counted", uneven(roundsUp: false, countsPadding: false), [1, 5, 4, 3]),
    ("uneven, ceil", uneven(roundsUp: true, countsPadding: true), [1, 6, 5, 1]),
    (
      "uneven, ceil, padding not counted", uneven(roundsUp: true, countsPadding: false),
      [1, 6, 5, 1]
    ),
    ("one pixel", .init(kernel: 3, stride: 2, padding: 1), [2, 1, 1, 17]),
    (
      "one pixel, padding not counted",
      .init(kernel: 3, stride: 2, padding: 1, countsPadding: false), [1, 1, 1, 2]
    ),
    ("the whole image", .init(kernel: 4), [2, 4, 4, 1]),
  ]

  static let pooling: [OpCase] =
    geometries.flatMap { label, geometry, input in
      let output = geometry.outputShape(for: input)
      let places = Tensor.uniform(input, from: RandomStream(seed: 5, name: label), dtype: .float64)
        .maxPool(geometry).indices
      return [
        OpCase("maxPool", label, [OpInput(input, .distinct)]) { $0[0].maxPool(geometry) },
        OpCase("maxPoolScatter", label, [OpInput(output)]) { $0[0].maxPoolScattered(places) },
        OpCase("maxPoolGather", label, [OpInput(input)]) { $0[0].maxPoolGathered(places) },
        OpCase("averagePool", label, [OpInput(input)]) { $0[0].averagePool(geometry) },
        OpCase("averagePoolScatter", label, [OpInput(output)]) {
          $0[0].averagePoolScattered(geometry, inputShape: input)
        },
      ]
    } + adaptive + resizing

  private static let resizing: [OpCase] = [
    ([2, 3, 5, 2], 7, 2), ([1, 1, 1, 3], 3, 4), ([1, 4, 6, 1], 2, 3), ([2, 3, 4, 2], 3, 8),
  ].flatMap { (input: Shape, height: Int, width: Int) in
    let label = "\(input) to \(height)x\(width)"
    return [
      OpCase("resizeBilinear", label, [OpInput(input)]) {
        $0[0].resizedBilinearly(height: height, width: width)
      },
      OpCase(
        "resizeBilinearScatter", label, [OpInput([input[0], height, width, input[3]])]
      ) { $0[0].resizedBilinearlyScattered(inputShape: input) },
    ]
  }

  private static let adaptive: [OpCase] = [
    ([2, 5, 7, 3], 1, 1), ([1, 5, 7, 2], 3, 4), ([1, 3, 2, 2], 5, 3), ([1, 1, 1, 3], 2, 2),
    ([2, 6, 4, 1], 3, 2),
  ].flatMap { (input: Shape, height: Int, width: Int) in
    let label = "\(input) to \(height)x\(width)"
    return [
      OpCase("adaptiveAveragePool", label, [OpInput(input)]) {
        $0[0].adaptiveAveragePool(height: height, width: width)
      },
      OpCase(
        "adaptiveAveragePoolScatter", label, [OpInput([input[0], height, width, input[3]])]
      ) { $0[0].adaptiveAveragePoolScattered(inputShape: input) },
    ]
  }
}

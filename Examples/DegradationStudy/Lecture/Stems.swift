import Gradus
import GradusClaims

extension ExperimentName {
  static let stems = ExperimentName("stems")
}

extension Subject {
  /// Nets that shrink the image fourfold in their stem, or step by step.
  static let aggressiveStem = Subject("stem to a quarter"), gentleStem = Subject("no stem")
}

extension NetComparison {
  /// Six convolutions with batch norm after the first one, in pairs.
  ///
  /// By the lecture's own law a convolution costs the same at half the size and twice the channels,
  /// so both nets have the same depth and nearly the same multiply-adds.
  static func stems(_ scale: ExperimentScale) -> NetComparison {
    @Sendable func convolution(
      _ inputs: Int, _ outputs: Int, kernel: Int = 3, stride: Int = 1
    ) -> [any Layer] {
      [
        Conv2d(
          inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, bias: false),
        BatchNorm(outputs), ReLU(),
      ]
    }
    @Sendable func pair(_ inputs: Int, _ outputs: Int) -> [any Layer] {
      convolution(inputs, outputs) + convolution(outputs, outputs)
    }
    let pool = { @Sendable in MaxPool2d(kernel: 3, stride: 2, padding: 1) }
    return NetComparison(
      scale: scale, name: .stems,
      summary: "Nets that shrink the image fourfold at once, or by pooling after each pair.",
      nets: [
        ComparedNet(.aggressiveStem) { input in
          SmallNet(
            convolution(input.channels, 24, kernel: 7, stride: 2) + [pool()]
              + pair(24, 24) + pair(24, 24) + pair(24, 24), channels: 24, classes: input.classes)
        },
        ComparedNet(.gentleStem) { input in
          SmallNet(
            convolution(input.channels, 6) + pair(6, 6) + [pool()] + pair(6, 12) + [pool()]
              + pair(12, 24), channels: 24, classes: input.classes)
        },
      ], images: { $0.fullSizeImages }, stepShare: 0.5, imageText: "of full size")
  }
}

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
  /// By the lecture's own law a convolution costs the same at half the size and twice the channels;
  /// what the stem's 7x7 filters cost more is taken off the width.
  static func stems(_ scale: ExperimentScale) -> NetComparison {
    let gentle: ComparedNet.Make = { input in
      SmallNet(
        stemConvolution(input.channels, 6) + stemPair(6, 6) + [stemPool()] + stemPair(6, 12)
          + [stemPool()] + stemPair(12, 24), channels: 24, classes: input.classes)
    }
    return NetComparison(
      scale: scale, name: .stems,
      summary: "Nets that shrink the image fourfold at once, or by pooling after each pair.",
      nets: [
        .matching(.aggressiveStem, widths: Array(4...28), gentle) { width, input in
          SmallNet(
            stemConvolution(input.channels, width, kernel: 7, stride: 2) + [stemPool()]
              + stemPair(width, width) + stemPair(width, width) + stemPair(width, width),
            channels: width, classes: input.classes)
        },
        ComparedNet(.gentleStem, gentle),
      ], rates: [0.1], images: { $0.fullSizeImages.evaluating(1_000) }, stepShare: 2,
      imageText: "of full size")
  }

  private static func stemConvolution(
    _ inputs: Int, _ outputs: Int, kernel: Int = 3, stride: Int = 1
  ) -> [any Layer] {
    [
      Conv2d(inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, bias: false),
      BatchNorm(outputs), ReLU(),
    ]
  }

  private static func stemPair(_ inputs: Int, _ outputs: Int) -> [any Layer] {
    stemConvolution(inputs, outputs) + stemConvolution(outputs, outputs)
  }

  private static func stemPool() -> MaxPool2d { MaxPool2d(kernel: 3, stride: 2, padding: 1) }
}

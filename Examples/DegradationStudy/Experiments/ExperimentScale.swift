import GradusClaims
import GradusStatistics

/// How large the experiments are; a preset's sizes.
///
/// A size that one experiment alone needs stands with it, as a function of the preset.
struct ExperimentScale: Sendable, Equatable {
  /// The preset whose sizes these are.
  let preset: StudyPreset
  /// Seeds of the paired tests; five are the fewest that can reach p = 1/32.
  var seeds: [UInt64]
  /// Training images, test images and the training images the loss is measured on.
  var trainImages = 6_000, testImages = 1_000, fixedImages = 2_000
  /// Images are shrunk by this factor in both directions.
  var shrinkage = 2

  /// The shallow and the deep fully connected net, and their width.
  var mlpDepths = [8, 32], mlpWidth = 64
  /// Steps of the fully connected nets; the longest runs have three times as many.
  var mlpSteps = 150
  /// The grid of learning rates, tried on a seed that no test uses.
  var learningRates = [0.01, 0.03, 0.1]

  /// Depths and width of the small convolutional nets, and their steps.
  var convolutionalDepths = [20, 56], convolutionalWidth = 4
  var convolutionalSteps = 200, convolutionalBatch = 64
  /// Their learning rate.
  var convolutionalRate = 0.1
  /// Depths at initialisation, width, and images per batch.
  var initialDepths = [20, 56, 110], initialWidth = 16, initialBatch = 32
  /// Layers and width of the deep stacks at initialisation, and the batch sizes of claim 3.
  var stackDepth = 50, stackWidth = 256, stackBatches = [16, 64, 256, 1_024]
  /// Points on each side of the loss surface's grid, and images it is measured on.
  var surfaceSide = 11, surfaceImages = 100
  /// Steps and images per batch of the lecture's comparisons.
  var comparisonSteps = 100, comparisonBatch = 32
  /// Test images of the lecture's table, whose claims ask for small differences of errors.
  var lectureTestImages = 2_000
  /// Steps of GoogLeNet with and without heads.
  var headSteps = 300
  /// Steps of He's four nets at full width, images per batch, and test images.
  var curveSteps = 150, curveBatch = 128, curveTestImages = 2_000
  /// By what the sides of their images are divided.
  var curveShrinkage = 1
  /// Their learning rate: He et al.'s, where there are steps enough to outlive its start.
  var curveLearningRate = 0.1

  /// The seeds of cheap experiments before training: three times as many, because levels need narrow
  /// intervals, or as many as the exact test can take.
  var initialSeeds: [UInt64] {
    let copies = max(1, min(3, SignFlipTest.mostDifferences / max(1, seeds.count)))
    return (0..<UInt64(copies)).flatMap { copy in seeds.map { $0 + 100_000 * copy } }
  }

  /// A seed for choosing learning rates, apart from those of the tests.
  var heldOutSeed: UInt64 { (seeds.max() ?? 0) + 1_000 }
}

extension StudyPreset {
  /// The sizes of this preset with `seeds`, or with its own.
  func scale(seeds: [UInt64]? = nil) -> ExperimentScale {
    var scale = ExperimentScale(preset: self, seeds: seeds ?? Array(1...5))
    switch self {
    case .tiny:
      (scale.trainImages, scale.testImages, scale.fixedImages) = (24, 10, 24)
      (scale.mlpDepths, scale.mlpWidth, scale.mlpSteps) = ([2, 4], 4, 4)
      scale.learningRates = [0.01, 0.1]
      (scale.convolutionalDepths, scale.convolutionalWidth) = ([8, 14], 2)
      scale.convolutionalSteps = 4
      (scale.initialDepths, scale.initialWidth, scale.initialBatch) = ([8, 14, 20], 2, 8)
      (scale.stackDepth, scale.stackWidth, scale.stackBatches) = (6, 8, [4, 8])
      (scale.surfaceSide, scale.surfaceImages) = (3, 8)
      (scale.curveSteps, scale.curveBatch, scale.curveTestImages) = (3, 8, 10)
      (scale.headSteps, scale.comparisonSteps, scale.comparisonBatch) = (4, 4, 8)
      scale.lectureTestImages = scale.testImages
    case .quick:
      (scale.testImages, scale.fixedImages) = (500, 1_000)
      (scale.mlpSteps, scale.convolutionalSteps) = (100, 120)
      (scale.surfaceSide, scale.surfaceImages) = (7, 100)
      scale.convolutionalBatch = 32
      // Many small steps at a low rate: at 0.1 deep nets spend a run as short as this on recovering
      // from their first steps.
      (scale.curveSteps, scale.curveBatch, scale.curveTestImages) = (96, 32, 1_000)
      scale.curveLearningRate = 0.03
    case .standard:
      (scale.mlpDepths, scale.mlpSteps) = ([8, 32], 376)
      scale.convolutionalSteps = 300
      scale.trainImages = 20_000
      (scale.surfaceSide, scale.surfaceImages) = (15, 200)
      scale.curveSteps = steps
      (scale.comparisonSteps, scale.comparisonBatch) = (600, 64)
    case .fig6, .power: break
    case .overnight:
      scale.trainImages = 60_000
      (scale.mlpDepths, scale.mlpSteps) = ([8, 64], 2_000)
      (scale.convolutionalWidth, scale.convolutionalSteps) = (8, 2_000)
      (scale.surfaceSide, scale.surfaceImages) = (21, 500)
      (scale.curveSteps, scale.curveTestImages) = (steps, testImages)
      (scale.comparisonSteps, scale.comparisonBatch) = (3_000, 64)
    }
    return scale
  }
}

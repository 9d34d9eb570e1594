import Gradus

/// Everything that decides a run's numbers. What is nil follows from the rest; a resolved
/// configuration has no nil but `epochs` and `data`.
struct TrainingConfiguration: Equatable, Sendable {
  var network = "resnet20-cifar"
  var dataset = "fashion-mnist"
  var data: String?
  var imageSize: Int?
  /// What `imageSize` may be, and the sides of images that a file of weights may ask for.
  static let imageSizes = 1...4_096
  var channels: Int?
  var trainingImages: Int?
  var testImages: Int?
  var validationShare = 0.1
  var onBadFile = "stop"
  var orientation = "ignore"
  var normalization: String?
  var augmentation: String?
  var padding = 4
  var paddingFill = "mean"
  var flips = true

  var seed = 1
  var batchSize = 128
  /// Of `epochs` and `steps` the one set last counts; the other is nil.
  var epochs: Double? = 10 { didSet { if epochs != nil { steps = nil } } }
  var steps: Int? { didSet { if steps != nil { epochs = nil } } }

  var optimizer = "sgd"
  var learningRate: Double?
  var momentum = 0.9
  var nesterov = false
  var weightDecay: Double?
  var beta1 = 0.9
  var beta2 = 0.999
  var epsilon = 1e-8
  var smoothing = 0.99
  var schedule = "steps"
  var milestones = [0.5, 0.75]
  var decayFactor = 0.1
  var finalLearningRate = 0.0
  var warmUpSteps = 0
  var labelSmoothing = 0.0
  var averageDecay = 0.0
  var convolutionAccuracy = ConvolutionAccuracy.automatic

  var evaluationInterval: Int?
  var patience = 0
  var minimumImprovement = 0.0
  var checkpointInterval = 100
  var keepCheckpoints = 3
}

import Gradus
import GradusExampleSupport

extension TrainingConfiguration: SettableConfiguration {
  /// The data set that is a folder of pictures.
  static let folder = "folder"

  /// The normalisation that the network's publisher had.
  static let published = "published"

  /// The data set that is read picture by picture.
  static let imageNet = "imagenet"

  /// All settings, in the order of `config.json`.
  static let settings: [Setting<Self>] = data + run + optimization + watching

  private static let data: [Setting<Self>] = [
    .text("network", \.network, "the network; see ModelZoo list"),
    .choice(
      "dataset", \.dataset, BuiltInDataset.allCases.map(\.rawValue) + [folder, imageNet],
      "the images; folder: train/ and test/ with a folder of PNG and JPEG files for each class, read into "
        + "memory; imagenet: the ILSVRC data as they lie, read picture by picture"),
    .text("data", \.data, "the data set's folder; Fashion-MNIST has Debian's as default"),
    .integer(
      "imageSize", \.imageSize, TrainingConfiguration.imageSizes,
      "side of the images; the data set's, and the network's for a folder"),
    .integer("channels", \.channels, 1...3, "1 grey, 3 colour; the data set's, and 3 for a folder"),
    .integer(
      "trainingImages", \.trainingImages, 1...1_000_000_000,
      "so many random ones, before some are held out; all"),
    .integer("testImages", \.testImages, 1...1_000_000_000, "so many random ones; all"),
    .number(
      "validationShare", \.validationShare, 0...0.9,
      "share of the training images held out to find the best step"),
    .choice(
      "onBadFile", \.onBadFile, ImageFolder.BadFilePolicy.allCases.map(\.rawValue),
      "what to do with pictures that cannot be read"),
    .choice(
      "orientation", \.orientation, ["ignore", "apply"],
      "what to do with a camera's note of how it was held; Pillow and torchvision ignore it"),
    .choice(
      "normalization", \.normalization, ["per-pixel-mean", "per-channel", published, imageNet],
      "what is subtracted: the mean picture, or each channel's mean, which is then scaled to 1; published: the "
        + "network's publisher's, usual with --weights; imagenet: known means of it"),
    .choice(
      "augmentation", \.augmentation, ["none", "pad-crop-flip"] + pictureViews.keys.sorted(),
      "pad-crop-flip for CIFAR and folders, inception for imagenet, whose others are those of the networks' "
        + "papers, none for the rest"),
    .integer("padding", \.padding, 0...256, "pixels around an image before the crop"),
    .choice(
      "paddingFill", \.paddingFill, ["mean", "black"],
      "what they are: the mean's brightness, zeros behind normalisation; or black before it, as in "
        + "torchvision's recipes"),
    .truth("flips", \.flips, "whether half of the crops are mirrored"),
  ]

  private static let run: [Setting<Self>] = [
    .integer("seed", \.seed, 0...1 << 52, "decides initial weights, shuffles and augmentation"),
    .integer("batchSize", \.batchSize, 2...16_384, "images a step"),
    .number("epochs", \.epochs, 0.001...100_000, "passes over the training images"),
    .integer("steps", \.steps, 1...1_000_000_000, "steps; of epochs and steps the last set counts"),
  ]

  private static let optimization: [Setting<Self>] = [
    .choice(
      "optimizer", \.optimizer, ["sgd", "adam", "adamw", "rmsprop"], "what moves the weights"),
    .number(
      "learningRate", \.learningRate, 1e-12...1_000,
      "0.1 for sgd, 0.001 for adam and adamw, 0.01 for rmsprop"),
    .number("momentum", \.momentum, 0...0.9999, "of sgd and rmsprop"),
    .truth("nesterov", \.nesterov, "Nesterov's variant of sgd"),
    .number(
      "weightDecay", \.weightDecay, 0...100, "0.0001 for sgd, 0.01 for adamw, 0 for the others"),
    .number("beta1", \.beta1, 0...0.99999, "of adam and adamw"),
    .number("beta2", \.beta2, 0...0.9999999, "of adam and adamw"),
    .number("epsilon", \.epsilon, 1e-30...1, "of adam, adamw and rmsprop"),
    .number("smoothing", \.smoothing, 0...0.9999999, "of rmsprop"),
    .choice(
      "schedule", \.schedule, ["constant", "steps", "cosine", "one-cycle"],
      "the learning rate over time"),
    .numbers("milestones", \.milestones, 0...1, "of steps: shares of the run"),
    .number("decayFactor", \.decayFactor, 0...1, "of steps: at each milestone"),
    .number("finalLearningRate", \.finalLearningRate, 0...1_000, "of cosine"),
    .integer(
      "warmUpSteps", \.warmUpSteps, 0...1_000_000_000,
      "steps on a straight line from a tenth of the learning rate"),
    .number(
      "labelSmoothing", \.labelSmoothing, 0...0.999, "share of the label given to all classes"),
    .number(
      "averageDecay", \.averageDecay, 0...0.9999999,
      "of a running average of the weights, such as 0.999; 0 keeps none"),
    .choice(
      "convolutionAccuracy", \.convolutionAccuracy, ConvolutionAccuracy.allCases,
      "how convolutions of the steps may round: direct as sums of products, fast by Winograd's larger tiles; "
        + "automatic is direct for narrow layers"),
  ]

  private static let watching: [Setting<Self>] = [
    .integer(
      "evaluationInterval", \.evaluationInterval, 1...1_000_000_000,
      "steps between looks at the held-out images; an epoch"),
    .integer(
      "patience", \.patience, 0...1_000_000,
      "looks without improvement after which training ends; 0 for never"),
    .number(
      "minimumImprovement", \.minimumImprovement, 0...1_000, "fall of the loss that counts as one"),
    .integer("checkpointInterval", \.checkpointInterval, 1...1_000_000_000, "steps between them"),
    .integer("keepCheckpoints", \.keepCheckpoints, 1...1_000, "how many of the last ones are kept"),
  ]
}

import GradusLayers

/// A network of the zoo: its constructor and what was published about it.
public struct CatalogEntry: Sendable {
  /// Builds the network for a number of classes and of image channels; the published ones are the
  /// entry's `classes` and `inputSize.channels`.
  public typealias Constructor =
    @Sendable (_ classes: Int, _ inputChannels: Int) -> any Classifier

  /// The name: torchvision's where it has the network, the literature's otherwise, variants by
  /// suffix.
  public let name: String
  /// The paper, short: `He et al. 2015, Table 1`.
  public let paper: String
  /// The year the paper first appeared.
  public let year: Int
  /// The size of the images of the published numbers.
  public let inputSize: ImageSize
  /// The number of classes of the published numbers.
  public let classes: Int
  /// Trainable numbers without auxiliary heads.
  public let parameters: Int
  /// Trainable numbers with auxiliary heads; equal to `parameters` when there are none.
  public let parametersWithAuxiliary: Int
  /// Multiply-adds of convolutions and linear layers for one image, without auxiliary heads; nil
  /// where no independent count is known.
  public let multiplyAdds: Int?
  /// Error rates with their source and protocol.
  public let publishedErrors: [PublishedError]
  /// Builds the network; its parameters have no values until it is initialised.
  public let make: Constructor
  /// The file that writes the network down, without its extension, where that is not the file of its
  /// type; nil where it is.
  package private(set) var file: String?

  /// Makes an entry; `parametersWithAuxiliary` is `parameters` when nil.
  public init(
    _ name: String, paper: String, year: Int, inputSize: ImageSize = ImageSize(224),
    classes: Int = 1000, parameters: Int, parametersWithAuxiliary: Int? = nil,
    multiplyAdds: Int? = nil, publishedErrors: [PublishedError] = [], make: @escaping Constructor
  ) {
    self.name = name
    self.paper = paper
    self.year = year
    self.inputSize = inputSize
    self.classes = classes
    self.parameters = parameters
    self.parametersWithAuxiliary = parametersWithAuxiliary ?? parameters
    self.multiplyAdds = multiplyAdds
    self.publishedErrors = publishedErrors
    self.make = make
  }

  /// This entry of a network that is written down in `file`, apart from its type.
  func written(in file: String) -> CatalogEntry {
    var entry = self
    entry.file = file
    return entry
  }
}

/// Height, width and channels of an image, in pixels.
public struct ImageSize: Sendable, Hashable {
  /// Rows, columns and numbers a pixel.
  public let height: Int, width: Int, channels: Int

  /// Makes a size.
  public init(height: Int, width: Int, channels: Int) {
    (self.height, self.width, self.channels) = (height, width, channels)
  }

  /// Makes the size of a square image, in colour unless told otherwise.
  public init(_ side: Int, channels: Int = 3) {
    self.init(height: side, width: side, channels: channels)
  }
}

/// An error rate somebody published.
public struct PublishedError: Sendable, Hashable {
  /// Who measured it: `paper`, `torchvision V1 weights`.
  public let source: String
  /// How it was measured: `1 crop`, `10 crops`, `CIFAR-10 test`.
  public let evaluation: String
  /// Per cent of images whose first guess is wrong.
  public let top1: Double?
  /// Per cent of images whose first five guesses are all wrong.
  public let top5: Double?

  /// Makes an error rate, in per cent.
  public init(_ source: String, _ evaluation: String, top1: Double? = nil, top5: Double? = nil) {
    self.source = source
    self.evaluation = evaluation
    self.top1 = top1
    self.top5 = top5
  }

  /// The errors of torchvision's first weights, from the accuracies it prints, in per cent.
  static func torchvision(accuracy1: Double, accuracy5: Double) -> PublishedError {
    func error(_ accuracy: Double) -> Double { ((100 - accuracy) * 1000).rounded() / 1000 }
    return PublishedError(
      "torchvision IMAGENET1K_V1", "1 crop", top1: error(accuracy1), top5: error(accuracy5))
  }
}

import GradusAutodiff
import GradusLayers
import GradusTensors

/// What a network computes under the weights of `ParityFill`: outputs, loss, gradients, statistics.
///
/// Encoded as JSON it has the format of the golden records of other implementations. Lists are in
/// PyTorch's order of elements and images in its order of axes.
public struct ParityRecord: Codable, Sendable {
  /// The network's name in the catalog.
  public let model: String
  /// The shape of the images, `[n, c, h, w]`.
  public let input: [Int]
  /// The number of trainable numbers, auxiliary heads included.
  public let parameters: Int
  /// The logits in inference mode.
  public let evalLogits: Logits
  /// One forward and backward run in training mode from the same weights.
  public let train: TrainingRun

  /// A batch of logits.
  public struct Logits: Codable, Sendable {
    /// The Euclidean norm over the batch.
    public let norm: Double
    /// The first six logits of each image.
    public let first: [[Double]]
  }

  /// The norm and the first elements of a tensor.
  public struct Digest: Codable, Sendable {
    /// The Euclidean norm.
    public let norm: Double
    /// Up to four elements.
    public let first: [Double]
  }

  /// One forward and backward run of the mean cross entropy of the main logits.
  public struct TrainingRun: Codable, Sendable {
    /// The loss.
    public let loss: Double
    /// The gradients by parameter; parameters that only auxiliary heads use are absent.
    public let gradients: [String: Digest]
    /// The running statistics after the run.
    public let buffers: [String: Digest]
  }

  enum CodingKeys: String, CodingKey {
    case model, input, parameters
    case evalLogits = "eval_logits"
    case train
  }

  /// Fills a network and runs it; its running statistics stay as the training run leaves them.
  ///
  /// Dropout is off. Throws `InputError` when the images are too small for the network.
  public init(
    of classifier: any Classifier, named name: String, batch: Int, size: ImageSize, dtype: DType
  ) throws(InputError) {
    let images = ParityFill.images(count: batch, size: size, dtype: dtype)
    try classifier.validate(input: images.shape)
    ParityFill.fill(classifier, dtype: dtype)
    model = name
    input = [batch, size.channels, size.height, size.width]
    parameters = classifier.parameterCount
    evalLogits = Logits(classifier(images))
    train = classifier.withoutRandomization { TrainingRun(classifier, images) }
  }
}

extension ParityRecord.Logits {
  fileprivate init(_ logits: Tensor) {
    let shown = min(6, logits.shape[1])
    norm = logits.euclideanNorm
    first = (0..<logits.shape[0]).map { logits.sliced([$0..<$0 + 1, 0..<shown]).scalars }
  }
}

extension ParityRecord.TrainingRun {
  fileprivate init(_ classifier: any Classifier, _ images: Tensor) {
    let tape = Tape(.training, step: 0)
    let prediction = classifier(tape.constant(images))
    let labels = ParityFill.labels(count: images.shape[0], classes: classifier.classes)
    let crossEntropy = prediction.logits.crossEntropy(labels: labels)
    let byParameter = tape.gradients(of: crossEntropy)
    loss = crossEntropy.value.item
    gradients = Dictionary(
      uniqueKeysWithValues: classifier.parameters.compactMap { path, parameter in
        byParameter[parameter].map {
          (path, ParityRecord.Digest($0, layout: parameter.pyTorchLayout))
        }
      })
    buffers = Dictionary(
      uniqueKeysWithValues: classifier.buffers.map { path, buffer in
        (path, ParityRecord.Digest(buffer.value, layout: .same))
      })
  }
}

extension ParityRecord.Digest {
  fileprivate init(_ tensor: Tensor, layout: PyTorchLayout) {
    norm = tensor.euclideanNorm
    // PyTorch's first axis is our last, so its first elements lie in our first outputs; rearranging
    // the whole tensor for them would cost a copy of the largest layers.
    let outputs = tensor.sliced(axis: -1, 0..<min(4, tensor.shape[-1]))
    first = Array(layout.toPyTorch(outputs).scalars.prefix(4))
  }
}

extension Tensor {
  /// The square root of the sum of squares.
  fileprivate var euclideanNorm: Double { (self * self).sum().item.squareRoot() }
}

import GradusAutodiff
import GradusLayers
import GradusTensors

/// What a network computes under the weights of `ParityFill`: outputs, loss, gradients, statistics.
///
/// Encoded as JSON it has the format of the golden records of other implementations. Lists are in
/// PyTorch's order of elements and images in its order of axes.
package struct ParityRecord: Codable, Sendable {
  /// The network's name in the catalog.
  package let model: String
  /// The shape of the images, `[n, c, h, w]`.
  package let input: [Int]
  /// The number of trainable numbers, auxiliary heads included.
  package let parameters: Int
  /// The logits in inference mode.
  package let evalLogits: Logits
  /// One forward and backward run in training mode from the same weights.
  package let train: TrainingRun

  /// A batch of logits.
  package struct Logits: Codable, Sendable {
    /// The Euclidean norm over the batch.
    package let norm: Double
    /// The first six logits of each image.
    package let first: [[Double]]
  }

  /// The norm and the first elements of a tensor.
  package struct Digest: Codable, Sendable {
    /// The Euclidean norm.
    package let norm: Double
    /// Up to four elements.
    package let first: [Double]
  }

  /// One forward and backward run of the mean cross entropy of the main logits.
  package struct TrainingRun: Codable, Sendable {
    /// The loss.
    package let loss: Double
    /// The gradients by parameter; parameters that only auxiliary heads use are absent.
    package let gradients: [String: Digest]
    /// The running statistics after the run.
    package let buffers: [String: Digest]
  }

  enum CodingKeys: String, CodingKey {
    case model, input, parameters
    case evalLogits = "eval_logits"
    case train
  }

  /// Fills a network and runs it; its running statistics stay as the training run leaves them.
  ///
  /// Dropout is off. Throws `ShapeMismatch` when the network does not take such images in inference or
  /// in training.
  package init(
    of classifier: any Classifier, named name: String, batch: Int, size: ImageSize, dtype: DType
  ) throws(ShapeMismatch) {
    for mode in [Tape.Mode.inference, .training] {
      _ = try classifier.outputShape(
        for: [batch, size.height, size.width, size.channels], mode: mode)
    }
    let images = ParityFill.images(count: batch, size: size, dtype: dtype)
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
    norm = logits.norm
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
    norm = tensor.norm
    // PyTorch's first axis is our last, so its first elements lie in our first outputs; rearranging
    // the whole tensor for them would cost a copy of the largest layers.
    let outputs = tensor.sliced(axis: -1, 0..<min(4, tensor.shape[-1]))
    first = Array(layout.toPyTorch(outputs).scalars.prefix(4))
  }
}

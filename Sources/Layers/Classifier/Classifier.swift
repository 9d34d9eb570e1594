import GradusAutodiff
import GradusTensors

/// What a classifier returns: logits, and those of auxiliary heads while training.
public struct Prediction {
  /// Scores before softmax, `[n, classes]`.
  public let logits: Variable
  /// Auxiliary heads' logits and the weight each has in the loss; empty in inference.
  public let auxiliary: [(logits: Variable, lossWeight: Double)]

  /// Makes a prediction.
  public init(logits: Variable, auxiliary: [(logits: Variable, lossWeight: Double)] = []) {
    self.logits = logits
    self.auxiliary = auxiliary
  }

  /// The weighted sum of the mean cross entropies of all heads.
  public func crossEntropy(labels: [Int], smoothing: Double = 0) -> Variable {
    auxiliary.reduce(logits.crossEntropy(labels: labels, smoothing: smoothing)) { loss, head in
      loss + head.logits.crossEntropy(labels: labels, smoothing: smoothing) * head.lossWeight
    }
  }
}

/// A network that classifies images `[n, h, w, c]`.
public protocol Classifier: Module {
  /// The number of classes.
  var classes: Int { get }
  /// The smallest images it takes; one pixel by default.
  var inputRequirement: InputRequirement { get }
  /// Computes the prediction; call the classifier instead of this.
  func forward(_ images: Variable) -> Prediction
}

extension Classifier {
  /// One pixel is enough.
  public var inputRequirement: InputRequirement { InputRequirement() }

  /// Runs the classifier on a variable; its tape decides whether as in training.
  ///
  /// Traps when the images do not fit, as when they are smaller than `inputRequirement` allows;
  /// `outputShape(for:mode:)` throws instead.
  public func callAsFunction(_ images: Variable) -> Prediction {
    let mismatch = inputRequirement.mismatch(images.shape)
    Tensor.require(mismatch == nil, "\(Self.self): \(mismatch ?? "")")
    return scoped(on: images) { forward(images) }
  }

  /// The logits of a batch in inference mode, keeping nothing.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    // A tape that does not record still knows the layers' paths, for messages.
    let tape = Tape(.inference, recording: false)
    return withExtendedLifetime(tape) { self(tape.constant(images)).logits.value }
  }
}

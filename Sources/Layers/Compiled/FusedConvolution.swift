import GradusAutodiff
import GradusTensors

/// A convolution with what follows it in one pass: a bias, fixed normalisation, an addition, an
/// activation.
struct FusedConvolution: Sendable {
  /// Channels side by side, normalised, that the convolution puts together itself.
  struct Joined: Sendable {
    /// The nodes of the parts.
    var parts: [Int]
    /// What is done with each channel.
    var finish = ConvolutionEpilogue()
  }

  /// What is convolved.
  enum Source: Sendable {
    case node(Int)
    case joined(Joined)
  }

  let source: Source
  let filter: Tensor
  let geometry: ConvolutionGeometry
  let shape: Shape
  /// What follows, but for what is added.
  private(set) var epilogue = ConvolutionEpilogue()
  /// The node of what is added.
  private(set) var addition: Int?

  init(_ source: Source, _ filter: Tensor, _ geometry: ConvolutionGeometry, _ shape: Shape) {
    (self.source, self.filter, self.geometry, self.shape) = (source, filter, geometry, shape)
  }

  /// The stage of a chain that it is; what it adds is known by its shape alone.
  var stage: ConvolutionChain.Stage {
    var epilogue = epilogue
    epilogue.addition = addition.map { _ in Tensor(shapeOnly: shape, dtype: filter.dtype) }
    return .init(filter: filter, geometry: geometry, epilogue: epilogue)
  }

  /// What follows with what is added.
  func epilogue(adding addition: Tensor?) -> ConvolutionEpilogue {
    var epilogue = epilogue
    epilogue.addition = addition
    return epilogue
  }

  /// With an activation behind it; nil where it has one.
  func activated(_ activation: Activation) -> Self? {
    guard epilogue.activation == .identity else { return nil }
    var next = self
    next.epilogue.activation = activation
    return next
  }

  /// Plus a value of its shape.
  func adding(_ node: Int, of other: Shape) -> Self? {
    guard addition == nil, epilogue.activation == .identity, other == shape else { return nil }
    var next = self
    next.addition = node
    return next
  }

  /// Plus a number for each channel.
  func adding(bias: Tensor) -> Self? {
    guard addition == nil, epilogue.activation == .identity, epilogue.factor == nil,
      epilogue.shift == nil, bias.shape == [shape[-1]]
    else { return nil }
    var next = self
    next.epilogue.shift = bias
    return next
  }

  /// Normalised with fixed statistics, and what follows in one pass.
  func normalized(
    _ finish: ConvolutionEpilogue, adding addition: Int?
  ) -> Self? {
    guard epilogue.factor == nil, self.addition == nil, epilogue.activation == .identity,
      let mean = finish.mean
    else { return nil }
    var next = self
    next.epilogue = finish
    // A bias before the normalisation moves the mean.
    next.epilogue.mean = epilogue.shift.map { mean - $0 } ?? mean
    next.addition = addition
    return next
  }
}

extension TapeNode {
  /// Fixed normalisation as something that is done with each channel; nil for other operations, and where
  /// a scale or a shift is not known.
  func fixedNormalization(_ known: [Int: Tensor]) -> ConvolutionEpilogue? {
    guard operation.name == "batchNormalizationFixed", let (mean, inverse) = knownStatistics
    else { return nil }
    var rest = inputs.dropFirst()
    var finish = ConvolutionEpilogue()
    (finish.mean, finish.factor) = (mean, inverse)
    if operation.isSet("scales") {
      guard let node = rest.popFirst() ?? nil, let scale = known[node] else { return nil }
      finish.factor = inverse * scale
    }
    if operation.isSet("shifts") {
      guard let node = rest.popFirst() ?? nil, let shift = known[node] else { return nil }
      finish.shift = shift
    }
    finish.activation = operation.activation
    return finish
  }
}

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
  /// What follows; what is added is known by its shape alone.
  private(set) var epilogue = ConvolutionEpilogue()
  /// The node of what is added.
  private(set) var addition: Int?

  init(_ source: Source, _ filter: Tensor, _ geometry: ConvolutionGeometry, _ shape: Shape) {
    (self.source, self.filter, self.geometry, self.shape) = (source, filter, geometry, shape)
  }

  /// The stage of a chain that it is.
  var stage: ConvolutionChain.Stage {
    .init(filter: filter, geometry: geometry, epilogue: epilogue)
  }

  /// What follows with what is added.
  func epilogue(adding addition: Tensor?) -> ConvolutionEpilogue {
    var epilogue = epilogue
    epilogue.addition = addition
    return epilogue
  }

  /// With an activation behind it; nil where it has one.
  func activated(_ activation: Activation) -> Self? {
    with(epilogue.activated(activation), adding: addition)
  }

  /// Plus a node's value, or plus a bias whose numbers are known; nil where that is added on its own.
  func adding(_ node: Int, of other: Shape, _ known: Tensor?) -> Self? {
    if other == shape {
      return with(epilogue.adding(placeholder, of: other, to: shape), adding: node)
    }
    return known.flatMap { with(epilogue.adding($0, of: other, to: shape), adding: nil) }
  }

  /// Normalised with fixed statistics, and what follows in one pass.
  func normalized(_ finish: ConvolutionEpilogue, adding node: Int?) -> Self? {
    var finish = finish
    finish.addition = node.map { _ in placeholder }
    return with(epilogue.normalized(finish), adding: node)
  }

  /// Stands for what is added.
  private var placeholder: Tensor { Tensor(shapeOnly: shape, dtype: filter.dtype) }

  private func with(_ epilogue: ConvolutionEpilogue?, adding node: Int?) -> Self? {
    guard let epilogue else { return nil }
    var next = self
    (next.epilogue, next.addition) = (epilogue, node)
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

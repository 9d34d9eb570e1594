import GradusTensors

/// A convolution outside of a recording that is computed when somebody looks at its result.
///
/// Normalisation with fixed statistics, a bias, an addition and an activation that follow it become
/// its epilogue: they are applied to each part of the result while it is in the cache.
final class DeferredConvolution {
  /// What is convolved: a tensor, channels that this convolution puts together itself, or the result
  /// of a convolution that waits too.
  private enum Source {
    case tensor(Tensor)
    case channels(JoinedChannels)
    case convolution(DeferredConvolution)
  }

  /// The shape of the result.
  let shape: Shape
  private var inputs: (source: Source, filter: Tensor)?
  private let geometry: ConvolutionGeometry
  private let epilogue: ConvolutionEpilogue
  private var result: Tensor?
  private var isExtended = false

  private init(
    _ source: Source, _ filter: Tensor, _ geometry: ConvolutionGeometry,
    _ epilogue: ConvolutionEpilogue, _ shape: Shape
  ) {
    (inputs, self.geometry) = ((source, filter), geometry)
    (self.epilogue, self.shape) = (epilogue, shape)
  }

  convenience init(_ x: Tensor, _ filter: Tensor, _ geometry: ConvolutionGeometry) {
    self.init(
      .tensor(x), filter, geometry, .init(),
      geometry.outputShape(for: x.shape, filter: filter.shape))
  }

  /// A convolution of channels that it puts together itself; nil where it needs the whole.
  convenience init?(
    of channels: DeferredChannels, _ filter: Tensor, _ geometry: ConvolutionGeometry
  ) {
    guard let joined = channels.taken(by: filter, geometry) else { return nil }
    self.init(
      .channels(joined), filter, geometry, .init(),
      geometry.outputShape(for: joined.shape, filter: filter.shape))
  }

  /// A convolution of another one's result; nil where that has to be computed first, because the two
  /// make no chain or because somebody else took it further.
  convenience init?(
    after previous: DeferredConvolution, _ filter: Tensor, _ geometry: ConvolutionGeometry
  ) {
    let own = ConvolutionChain.Stage(filter: filter, geometry: geometry, epilogue: .init())
    guard !previous.isExtended, let (x, stages) = previous.pending,
      ConvolutionChain(stages + [own], input: x.shape, dtype: x.dtype) != nil
    else { return nil }
    previous.isExtended = true
    self.init(
      .convolution(previous), filter, geometry, .init(),
      geometry.outputShape(for: previous.shape, filter: filter.shape))
  }

  /// The result; computed once, after which the inputs are let go.
  var value: Tensor {
    if let result { return result }
    guard let inputs else { preconditionFailure("conv2d: its inputs are gone") }
    let computed: Tensor =
      switch inputs.source {
      case .channels(let joined): joined.conv2d(inputs.filter, geometry, epilogue)
      case .tensor(let x): convolved(x, inputs.filter)
      case .convolution(let previous): chained ?? convolved(previous.value, inputs.filter)
      }
    (result, self.inputs) = (computed, nil)
    return computed
  }

  private func convolved(_ x: Tensor, _ filter: Tensor) -> Tensor {
    x.conv2d(filter, geometry, epilogue, roundingCompounds: false)
  }

  /// The result of this convolution and those before it that wait, as a chain; nil where they make none.
  private var chained: Tensor? {
    guard let (x, stages) = pending, stages.count > 1,
      let chain = ConvolutionChain(stages, input: x.shape, dtype: x.dtype)
    else { return nil }
    return chain(x)
  }

  /// What is left to compute: a tensor, and the convolutions that follow one another; nil when it is
  /// done, and where the first of them puts its input together itself.
  private var pending: (x: Tensor, stages: [ConvolutionChain.Stage])? {
    guard let inputs else { return nil }
    let own = ConvolutionChain.Stage(
      filter: inputs.filter, geometry: geometry, epilogue: epilogue)
    switch inputs.source {
    case .tensor(let x): return (x, [own])
    case .channels: return nil
    case .convolution(let previous):
      guard let (x, stages) = previous.pending else { return (previous.value, [own]) }
      return (x, stages + [own])
    }
  }

  /// This convolution with more in its epilogue; nil where that cannot be, because it is computed,
  /// or because somebody else took it further: those share one result, computed once more.
  func extended(
    _ change: (ConvolutionEpilogue) -> ConvolutionEpilogue?
  ) -> DeferredConvolution? {
    guard let inputs, !isExtended, let epilogue = change(epilogue) else { return nil }
    isExtended = true
    return DeferredConvolution(inputs.source, inputs.filter, geometry, epilogue, shape)
  }
}

extension Variable {
  /// A convolution that waits for what follows it; nil where it has to be computed or recorded now.
  static func deferred(
    _ x: Variable, _ filter: Variable, _ geometry: ConvolutionGeometry
  ) -> Variable? {
    guard areDeferrable("conv2d", [x, filter]) else { return nil }
    let convolution =
      x.deferred?.convolved(filter.value, geometry)
      ?? DeferredConvolution(x.value, filter.value, geometry)
    return Variable(
      deferred: .convolution(convolution), dtype: x.dtype, handle: innermostHandle([x, filter]))
  }

  /// This deferred convolution, or these channels, with an activation; nil where it has to be applied
  /// on its own.
  func deferring(_ activation: Activation) -> Variable? {
    if let channels = activatingChannels(activation) { return channels }
    return extended(with: []) { $0.activated(activation) }
  }

  /// This deferred convolution plus a bias or a variable of its shape.
  func deferringAddition(of other: Variable) -> Variable? {
    extended(with: [other]) { $0.adding(other.value, of: other.shape, to: shape) }
  }

  /// This deferred convolution, normalised with fixed statistics, and what follows in one pass.
  func deferringNormalization(
    mean: Tensor, inverse: Tensor, scale: Variable?, shift: Variable?,
    adding addition: Variable?, _ activation: Activation
  ) -> Variable? {
    extended(with: [scale, shift, addition].compactMap { $0 }) { epilogue in
      guard epilogue.isBias, !mean.isShapeOnly, !inverse.isShapeOnly else { return nil }
      var next = ConvolutionEpilogue()
      next.mean = mean
      next.factor = scale.map { inverse * $0.value } ?? inverse
      next.shift = shift?.value
      (next.addition, next.activation) = (addition?.value, activation)
      return epilogue.normalized(next)
    }
  }

  private func extended(
    with others: [Variable], _ change: (ConvolutionEpilogue) -> ConvolutionEpilogue?
  ) -> Variable? {
    guard case .convolution(let convolution) = deferred,
      Variable.areDeferrable("conv2d", [self] + others), let next = convolution.extended(change)
    else { return nil }
    return Variable(
      deferred: .convolution(next), dtype: dtype, handle: innermostHandle([self] + others))
  }
}

import GradusTensors

/// Channels that are put side by side, normalised and activated when somebody looks at them.
///
/// A convolution that can puts them together itself, band by band, so that a dense block's
/// concatenations and what its layers make of them never exist.
final class DeferredChannels {
  /// The shape of the result.
  let shape: Shape
  /// What is to be put together; nil when it is done, so that the parts are let go.
  private var pending: JoinedChannels?
  private var result: Tensor?
  private var isTaken = false

  init(_ joined: JoinedChannels) { (pending, shape) = (joined, joined.shape) }

  /// The result; computed once.
  var value: Tensor {
    if let result { return result }
    guard let pending else { preconditionFailure("concatenate: its parts are gone") }
    let computed = pending.value
    (result, self.pending) = (computed, nil)
    return computed
  }

  /// Parts that nothing was done with yet; nil where the whole exists.
  fileprivate var bareParts: [Tensor]? { pending?.finish.isEmpty == true ? pending?.parts : nil }

  /// What a convolution puts together itself; nil for all but the first that asks, which use the value.
  func taken(by filter: Tensor, _ geometry: ConvolutionGeometry) -> JoinedChannels? {
    guard !isTaken, let pending, !pending.finish.isEmpty, pending.feeds(filter, geometry)
    else { return nil }
    isTaken = true
    return pending
  }

  /// The same with an activation; nil where it has to be applied on its own.
  fileprivate func activated(_ activation: Activation) -> DeferredChannels? {
    guard let pending, !pending.finish.isEmpty, pending.finish.activation == .identity
    else { return nil }
    var finish = pending.finish
    finish.activation = activation
    return JoinedChannels(pending.parts, finish).map(DeferredChannels.init)
  }
}

extension Variable {
  /// Variables side by side that wait for what follows; nil where they have to be joined now.
  static func deferringConcatenation(_ variables: [Variable], axis: Int) -> Variable? {
    guard variables.count > 1, axis == 3, areDeferrable("concatenate", variables)
    else { return nil }
    let parts = variables.flatMap { $0.bareParts ?? [$0.value] }
    return JoinedChannels(parts).map { waiting($0, variables) }
  }

  /// These deferred channels, normalised with fixed statistics; nil where they have to be computed now.
  func deferringChannels(
    mean: Tensor, inverse: Tensor, scale: Variable?, shift: Variable?, _ activation: Activation
  ) -> Variable? {
    let others = [scale, shift].compactMap(\.self)
    guard let parts = bareParts,
      Variable.areDeferrable("batchNormalizationFixed", [self] + others),
      [inverse, scale?.value, shift?.value].compactMap(\.self).allSatisfy({
        $0.shape == mean.shape && $0.dtype == mean.dtype
      })
    else { return nil }
    var finish = ConvolutionEpilogue()
    (finish.mean, finish.shift) = (mean, shift?.value)
    finish.factor = scale.map { inverse * $0.value } ?? inverse
    finish.activation = activation
    return JoinedChannels(parts, finish).map { Variable.waiting($0, [self] + others) }
  }

  /// These deferred channels with an activation; nil where it has to be applied on its own.
  func activatingChannels(_ activation: Activation) -> Variable? {
    guard case .channels(let channels) = deferred,
      Variable.areDeferrable(activation.rawValue, [self]), let next = channels.activated(activation)
    else { return nil }
    return Variable(deferred: .channels(next), dtype: dtype, handle: handle)
  }

  private var bareParts: [Tensor]? {
    guard case .channels(let channels) = deferred else { return nil }
    return channels.bareParts
  }

  private static func waiting(_ joined: JoinedChannels, _ inputs: [Variable]) -> Variable {
    Variable(
      deferred: .channels(DeferredChannels(joined)), dtype: inputs[0].dtype,
      handle: innermostHandle(inputs))
  }
}

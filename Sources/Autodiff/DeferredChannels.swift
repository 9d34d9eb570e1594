import GradusTensors

/// Channels that are put side by side, normalised and activated when somebody looks at them.
///
/// A convolution that can puts them together itself, band by band, so that a dense block's
/// concatenations and what its layers make of them never exist.
final class DeferredChannels {
  let joined: JoinedChannels
  private var result: Tensor?
  private var isTaken = false

  init(_ joined: JoinedChannels) { self.joined = joined }

  /// The result; computed once.
  var value: Tensor {
    if let result { return result }
    let computed = joined.value
    result = computed
    return computed
  }

  /// Parts that nothing was done with yet; nil where the whole exists.
  fileprivate var bareParts: [Tensor]? {
    result == nil && joined.finish.isEmpty ? joined.parts : nil
  }

  /// What one convolution may put together itself: where there are two, all use the value.
  func taken(by filter: Tensor, _ geometry: ConvolutionGeometry) -> JoinedChannels? {
    guard result == nil, !isTaken, !joined.finish.isEmpty, joined.feeds(filter, geometry)
    else { return nil }
    isTaken = true
    return joined
  }

  /// The same with an activation; nil where it has to be applied on its own.
  fileprivate func activated(_ activation: Activation) -> DeferredChannels? {
    guard result == nil, !joined.finish.isEmpty, joined.finish.activation == .identity
    else { return nil }
    var finish = joined.finish
    finish.activation = activation
    return JoinedChannels(joined.parts, finish).map(DeferredChannels.init)
  }
}

extension Variable {
  /// Variables side by side that wait for what follows; nil where they have to be joined now.
  static func deferringConcatenation(_ variables: [Variable], axis: Int) -> Variable? {
    guard variables.count > 1, axis == 3, areDeferrable("concatenate", variables)
    else { return nil }
    let parts = variables.flatMap { $0.bareParts ?? [$0.value] }
    return JoinedChannels(parts).map { joined($0, variables) }
  }

  /// This variable, normalised with fixed statistics, when somebody looks; nil where it has to be
  /// computed now.
  func deferringChannels(
    mean: Tensor, inverse: Tensor, scale: Variable?, shift: Variable?, _ activation: Activation
  ) -> Variable? {
    let others = [scale, shift].compactMap(\.self)
    guard rank == 4, Variable.areDeferrable("batchNormalization", [self] + others),
      [inverse, scale?.value, shift?.value].allSatisfy({ $0 == nil || $0?.shape == mean.shape })
    else { return nil }
    var finish = ConvolutionEpilogue()
    (finish.mean, finish.shift) = (mean, shift?.value)
    finish.factor = scale.map { inverse * $0.value } ?? inverse
    finish.activation = activation
    return JoinedChannels(bareParts ?? [value], finish).map {
      Variable.joined($0, [self] + others)
    }
  }

  /// These deferred channels with an activation; nil where it has to be applied on its own.
  func activatingChannels(_ activation: Activation) -> Variable? {
    guard case .channels(let channels) = deferred,
      Variable.areDeferrable("activation", [self]), let next = channels.activated(activation)
    else { return nil }
    return Variable(deferred: .channels(next), dtype: dtype, handle: handle)
  }

  private var bareParts: [Tensor]? {
    guard case .channels(let channels) = deferred else { return nil }
    return channels.bareParts
  }

  private static func joined(_ joined: JoinedChannels, _ inputs: [Variable]) -> Variable {
    Variable(
      deferred: .channels(DeferredChannels(joined)), dtype: inputs[0].dtype,
      handle: innermostHandle(inputs))
  }

  /// Whether an operation on these inputs may wait: they have values of one type, and nothing is
  /// recorded.
  private static func areDeferrable(_ operation: String, _ inputs: [Variable]) -> Bool {
    !isRecorded(operation, inputs)
      && inputs.allSatisfy { $0.dtype == inputs[0].dtype && !$0.isShapeOnly }
      // A part that is recomputed is the forward run of a training step.
      && commonTape(operation, inputs)?.isReplica != true
  }
}

import GradusTensors

/// A convolution outside of a recording that is computed when somebody looks at its result.
///
/// Normalisation with fixed statistics, a bias, an addition and an activation that follow it become
/// its epilogue: they are applied to each part of the result while it is in the cache, whatever model
/// they are written in. Nothing is deferred on a tape that records.
final class DeferredConvolution {
  /// The shape of the result.
  let shape: Shape
  private var inputs: (x: Tensor, filter: Tensor)?
  private let geometry: ConvolutionGeometry
  private let epilogue: ConvolutionEpilogue
  private var result: Tensor?
  private var isExtended = false

  init(
    _ x: Tensor, _ filter: Tensor, _ geometry: ConvolutionGeometry,
    _ epilogue: ConvolutionEpilogue = .init()
  ) {
    shape = geometry.outputShape(input: x.shape, filter: filter.shape)
    inputs = (x, filter)
    (self.geometry, self.epilogue) = (geometry, epilogue)
  }

  /// The result; computed once, after which the inputs are let go.
  var value: Tensor {
    if let result { return result }
    guard let (x, filter) = inputs else { preconditionFailure("conv2d: its inputs are gone") }
    let computed = x.conv2d(filter, geometry, epilogue, roundingCompounds: false)
    (result, inputs) = (computed, nil)
    return computed
  }

  /// This convolution with more in its epilogue; nil where that cannot be, because it is computed,
  /// or because somebody else took it further: then all of them share one result.
  func extended(_ change: (inout ConvolutionEpilogue) -> Bool) -> DeferredConvolution? {
    guard let inputs, !isExtended else { return nil }
    var epilogue = epilogue
    guard change(&epilogue) else { return nil }
    isExtended = true
    return DeferredConvolution(inputs.x, inputs.filter, geometry, epilogue)
  }
}

extension Variable {
  /// A convolution that waits for what follows it; nil where it has to be computed or recorded now.
  static func deferred(
    _ x: Variable, _ filter: Variable, _ geometry: ConvolutionGeometry
  ) -> Variable? {
    guard !x.isShapeOnly, !filter.isShapeOnly, x.dtype == filter.dtype,
      !isRecorded("conv2d", [x, filter])
    else { return nil }
    return Variable(
      deferred: DeferredConvolution(x.value, filter.value, geometry), dtype: x.dtype,
      handle: innermostHandle([x, filter]))
  }

  /// This deferred convolution with an activation; nil where it has to be applied on its own.
  func deferring(_ activation: ActivationFunction) -> Variable? {
    extended(with: []) { epilogue in
      guard epilogue.activation == .identity else { return false }
      epilogue.activation = activation
      return true
    }
  }

  /// This deferred convolution plus a bias or a variable of its shape.
  func deferringAddition(of other: Variable) -> Variable? {
    extended(with: [other]) { epilogue in
      guard epilogue.addition == nil, epilogue.activation == .identity else { return false }
      if other.shape == shape {
        epilogue.addition = other.value
      } else if other.shape == [shape[-1]], epilogue.factor == nil, epilogue.shift == nil {
        epilogue.shift = other.value
      } else {
        return false
      }
      return true
    }
  }

  /// This deferred convolution, normalised with fixed statistics, and what follows in one pass.
  func deferringNormalization(
    mean: Tensor, inverse: Tensor, scale: Variable?, shift: Variable?,
    adding addition: Variable?, _ activation: ActivationFunction
  ) -> Variable? {
    extended(with: [scale, shift, addition].compactMap { $0 }) { epilogue in
      guard epilogue.factor == nil, epilogue.addition == nil, epilogue.activation == .identity,
        !mean.isShapeOnly, !inverse.isShapeOnly
      else { return false }
      // A bias before the normalisation moves the mean.
      epilogue.mean = epilogue.shift.map { mean - $0 } ?? mean
      epilogue.factor = scale.map { inverse * $0.value } ?? inverse
      epilogue.shift = shift?.value
      (epilogue.addition, epilogue.activation) = (addition?.value, activation)
      return true
    }
  }

  private func extended(
    with others: [Variable], _ change: (inout ConvolutionEpilogue) -> Bool
  ) -> Variable? {
    guard let deferred, !isRecorded("conv2d", others),
      others.allSatisfy({ $0.dtype == dtype && !$0.isShapeOnly }),
      let next = deferred.extended(change)
    else { return nil }
    return Variable(deferred: next, dtype: dtype, handle: innermostHandle([self] + others))
  }
}

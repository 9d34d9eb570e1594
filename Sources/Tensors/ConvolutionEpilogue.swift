/// What is done with each part of a convolution's result while it is in the cache:
/// `activation((y - mean) * factor + shift + addition)`.
public struct ConvolutionEpilogue: Sendable {
  /// Subtracted from each channel, `[channels]`; nil for 0.
  public var mean: Tensor?
  /// Multiplied with each channel, `[channels]`; nil for 1.
  public var factor: Tensor?
  /// Added to each channel, `[channels]`; nil for 0.
  public var shift: Tensor?
  /// Added to the result, of its shape; nil for nothing.
  public var addition: Tensor?
  /// Applied last.
  public var activation = Activation.identity

  /// Makes an epilogue that does nothing.
  public init() {}

  /// Whether nothing is done.
  package var isEmpty: Bool {
    mean == nil && factor == nil && shift == nil && addition == nil && activation == .identity
  }

  /// With an activation applied last; nil where there is one.
  package func activated(_ next: Activation) -> ConvolutionEpilogue? {
    guard activation == .identity else { return nil }
    var epilogue = self
    epilogue.activation = next
    return epilogue
  }

  /// Plus a tensor of the result's shape or one number for each channel; nil where that has to be added
  /// on its own, and then `other` is not asked for.
  package func adding(
    _ other: @autoclosure () -> Tensor, of shape: Shape, to output: Shape
  ) -> ConvolutionEpilogue? {
    guard addition == nil, activation == .identity else { return nil }
    var epilogue = self
    if shape == output {
      epilogue.addition = other()
    } else if shape == [output[-1]], factor == nil, self.shift == nil {
      epilogue.shift = other()
    } else {
      return nil
    }
    return epilogue
  }

  /// Whether at most a bias is added.
  package var isBias: Bool {
    mean == nil && factor == nil && addition == nil && activation == .identity
  }

  /// Normalised with fixed statistics and finished as `next` says, which has a mean; nil where something
  /// stands before that but a bias.
  package func normalized(_ next: ConvolutionEpilogue) -> ConvolutionEpilogue? {
    guard isBias, let mean = next.mean else { return nil }
    var epilogue = next
    // A bias before the normalisation moves the mean.
    epilogue.mean = shift.map { mean - $0 } ?? mean
    return epilogue
  }

  /// Traps unless everything fits a convolution's result; what is added may be known by its shape alone
  /// where it is only planned.
  func requireFit(_ output: Shape, _ dtype: DType, isPlanned: Bool = false) {
    if isEmpty { return }
    for vector in [mean, factor, shift].compactMap(\.self) {
      precondition(
        vector.shape == [output[-1]] && vector.dtype == dtype && !vector.isShapeOnly,
        "conv2d: a value for each channel has shape \(vector.shape) (\(vector.dtype)), but axis 3 "
          + "of the result \(output) (\(dtype)) needs [\(output[-1])] with values")
    }
    if let addition {
      precondition(
        addition.shape == output && addition.dtype == dtype
          && (isPlanned || !addition.isShapeOnly),
        "conv2d: what is added has shape \(addition.shape) (\(addition.dtype)), not that of the "
          + "result, \(output) (\(dtype)), with values")
    }
  }
}

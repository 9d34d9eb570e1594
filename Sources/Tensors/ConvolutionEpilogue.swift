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

  /// Traps unless everything fits a convolution's result; what is added may be known by its shape alone
  /// where it is only planned.
  func requireFit(_ output: Shape, _ dtype: DType, isPlanned: Bool = false) {
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

/// How ONNX writes an operation: what an export reads beside the operation's kind.
///
///     TapeOperation("cubed", .arithmetic, onnx: .elementwise(.call("Pow", [.input(0), .number(3)])))
///
/// An operation of one's own that says its form is exported like those of the library. Operators are
/// those of ONNX's opset 17; axes and attributes are the tape's, an export turns them round to ONNX's
/// channels-first order.
public enum ONNXForm: Sendable, Hashable {
  /// A function of the elements of its inputs, which broadcast.
  case elementwise(ONNXExpression)
  /// `Conv` of the attribute `geometry`.
  case convolution
  /// `Gemm` or `MatMul`, with the flags `transposeLHS` and `transposeRHS`.
  case matrixProduct
  /// `BatchNormalization` with the statistics of the layer around it, then what the kind's flags name.
  case normalization
  /// `LayerNormalization` or `InstanceNormalization` of the attributes `groups` and `epsilon`, with the flags
  /// `centres`, `scales` and `shifts`; without centring, mean squares written out.
  case groupNormalization
  /// `LRN` of the attributes `size`, `alpha`, `beta` and `k`.
  case localResponse
  /// `MaxPool` of the attribute `geometry`.
  case maxPool
  /// `AveragePool` of the attribute `geometry`.
  case averagePool
  /// Means over windows that follow from the attribute `size`.
  case adaptiveAveragePool
  /// An operator that reduces the axes of the attribute `axes`, such as `ReduceMean`.
  case reduction(String)
  /// Mean squared distances from the mean along the attribute `axes`.
  case variance
  /// An operator along the last axis, such as `Softmax`.
  case alongLastAxis(String)
  /// The logarithm of the sum of exponentials along the last axis, which is removed.
  case logSumExp
  /// The same elements under another shape.
  case reshape
  /// The axes in the attribute `order`.
  case permutation
  /// The box from the attribute `start` to the attribute `end`.
  case slice
  /// A margin of the attributes `before`, `after` and `value`.
  case margin
  /// Its inputs side by side along the attribute `axis`.
  case concatenation
  /// The slices at the attribute `indices` along the attribute `axis`.
  case gathering
  /// Elements repeated to fill the result's shape.
  case broadcast
  /// Images resized to the attribute `size` by bilinear interpolation.
  case bilinearResizing
}

/// A function of elements, written with ONNX's operators.
public indirect enum ONNXExpression: Sendable, Hashable {
  /// One of the operation's inputs.
  case input(Int)
  /// A number.
  case number(Double)
  /// The number that is an attribute of the operation.
  case attribute(String)
  /// An operator, its operands and its own attributes, which are numbers.
  case call(String, [ONNXExpression], [String: Double] = [:])
}

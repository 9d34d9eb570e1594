import GradusTensors

/// What computes a variable's value when somebody looks at it, outside of a recording.
///
/// Operations that follow become part of it, whatever model they are written in. Nothing is deferred
/// on a tape that records.
enum Deferred {
  case convolution(DeferredConvolution)
  case channels(DeferredChannels)

  /// The shape of the value.
  var shape: Shape {
    switch self {
    case .convolution(let convolution): convolution.shape
    case .channels(let channels): channels.shape
    }
  }

  /// The value; computed once.
  var value: Tensor {
    switch self {
    case .convolution(let convolution): convolution.value
    case .channels(let channels): channels.value
    }
  }

  /// A convolution of this that waits too; nil where the value has to be computed first.
  func convolved(
    _ filter: Tensor, _ geometry: ConvolutionGeometry
  ) -> DeferredConvolution? {
    switch self {
    case .convolution(let previous): DeferredConvolution(after: previous, filter, geometry)
    case .channels(let channels): DeferredConvolution(of: channels, filter, geometry)
    }
  }
}

extension Variable {
  /// Whether an operation on these inputs may wait: they have values of one type, and nothing is
  /// recorded.
  static func areDeferrable(_ operation: String, _ inputs: [Variable]) -> Bool {
    !isRecorded(operation, inputs)
      && inputs.allSatisfy { $0.dtype == inputs[0].dtype && !$0.isShapeOnly }
      // A part that is recomputed is the forward run of a training step, whose rounding is another.
      && commonTape(operation, inputs)?.isReplica != true
  }
}

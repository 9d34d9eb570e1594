import GradusTensors

extension TapeOperation {
  /// What an operation does, as far as a reader of a tape has to know it.
  ///
  /// Costs differ by kind, and so does what makes a result zero: where the inputs named in a case's
  /// first sentence are zero, the result is.
  public enum Kind: Sendable, Hashable {
    /// A constant, a variable or a parameter: nothing is computed.
    case leaf
    /// Sum or difference of its inputs, zero where all of them are.
    case addition
    /// Product of its inputs element by element, zero where one of them is.
    case multiplication
    /// A linear function of its one input, such as a multiple, zero where that is.
    case linearMap
    /// Any other function of numbers, elementwise or not; nothing is known of its zeros.
    case arithmetic
    /// A nonlinearity of each element.
    case activation(ActivationTraits)
    /// A convolution of its first input with its second, zero where one of them is.
    case convolution
    /// A matrix product of its two inputs, zero where one of them is.
    case matrixProduct
    /// Its first input normalised by means and variances of it.
    ///
    /// The inputs that follow are those that the flags `scales`, `shifts` and `adds` name, in this
    /// order; then the attribute `activation` is applied. Zero where scale, shift and addition are.
    case normalization
    /// Its input divided by what its neighbours among the channels sum up to, `size` of them.
    case localResponse
    /// Maxima or means over windows of its input, zero where that is; without the attribute
    /// `geometry` the windows follow from the size of the result.
    case pooling
    /// Sums, means, variances or extrema along axes of its input, zero where that is.
    case reduction
    /// The same elements of its input under another shape, zero where that is.
    case view
    /// Elements of its input at other places, zero where that is; places without one are zero.
    case rearrangement
    /// Its inputs side by side, zero where all of them are.
    case concatenation
    /// Its input with random elements set to zero, zero where that is.
    case dropout
    /// One number that tells how far its input is from a target.
    case loss
    /// A part of a model that is computed again in the backward run; nothing is known of its zeros.
    case recomputation
  }
}

extension TapeOperation {
  /// The geometry of a convolution; nil for other operations.
  public var convolutionGeometry: ConvolutionGeometry? {
    if case .convolution(let geometry)? = attributes["geometry"] { geometry } else { nil }
  }

  /// The geometry of a pooling; nil for other operations and for poolings to a given size.
  public var poolingGeometry: PoolingGeometry? {
    if case .pooling(let geometry)? = attributes["geometry"] { geometry } else { nil }
  }

  /// The activation that a normalisation applies to its result in the same pass.
  public var activation: Activation {
    if case .activation(let function)? = attributes["activation"] { function } else { .identity }
  }

  /// What is known of the activation it is or ends with; nil where there is none.
  public var appliedActivation: ActivationTraits? {
    if case .activation(let traits) = kind { return traits }
    return activation == .identity ? nil : activation.traits
  }

  /// Whether a switch is on; off when the operation does not have it.
  public func isSet(_ name: String) -> Bool { attributes[name] == .flag(true) }
}

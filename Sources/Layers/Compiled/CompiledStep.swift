import GradusTensors

/// One call of a kernel in a compiled run.
struct CompiledStep: Sendable {
  /// Where an operand is: a value that is known beforehand, or a place that a step before it filled.
  enum Operand: Sendable {
    case known(Tensor)
    case place(Int)
  }

  /// The operations it computes, such as `conv2d + batchNormalizationFixed + relu`.
  let name: String
  /// The path of the layer that its last operation is in.
  let path: String
  /// The shape of its result.
  let shape: Shape
  let operands: [Operand]
  /// Where its result goes.
  let place: Int
  /// The places that nobody needs after it.
  let released: [Int]
  let compute: ForwardRule

  /// Computes the result and lets go what nobody needs any more.
  func run(_ places: inout [Tensor?]) {
    var inputs: [Tensor] = []
    inputs.reserveCapacity(operands.count)
    for operand in operands {
      switch operand {
      case .known(let value): inputs.append(value)
      case .place(let place): inputs.append(places[place].unsafelyUnwrapped)
      }
    }
    let result = compute(inputs)
    inputs.removeAll()
    for place in released { places[place] = nil }
    places[place] = result
  }
}

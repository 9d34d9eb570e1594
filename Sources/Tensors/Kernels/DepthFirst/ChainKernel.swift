/// How a chain of convolutions is computed.
protocol ChainKernel: Sendable {
  /// The last link's result; each link adds what there is for it to its own.
  func run(_ x: Tensor, adding additions: [Tensor?]) -> Tensor
}

import GradusLayers

extension Module {
  /// Runs `body`, which may change parameters and buffers, and puts all of them back bit for bit,
  /// also when it throws.
  public func preservingState<R>(_ body: () throws -> R) rethrows -> R {
    let weights = parameters.map { ($0.parameter, $0.parameter.value) }
    let others = buffers.map { ($0.buffer, $0.buffer.value) }
    defer {
      for (parameter, value) in weights { parameter.value = value }
      for (buffer, value) in others { buffer.value = value }
    }
    return try body()
  }
}

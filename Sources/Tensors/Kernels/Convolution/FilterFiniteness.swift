/// Whether all weights of a filter are finite, in a form that can be kept with it.
final class FilterFiniteness {
  let isFinite: Bool

  /// Looks at all weights.
  init(_ filter: Tensor) { isFinite = filter.isFinite }
}

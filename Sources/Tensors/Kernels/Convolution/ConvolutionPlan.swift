/// What a pass through a convolution does whatever the numbers: its algorithm, and how direct sums walk
/// over it. Worked out once for each problem, since a small layer takes less time than that.
final class ConvolutionPlan: KernelPlan {
  let algorithm: ConvolutionAlgorithm
  /// How direct sums walk; nil for other algorithms.
  let direct: DirectPlan?

  /// A plan with its place in the cache, and what direct sums keep for each position.
  var byteCount: Int { 1_024 + (direct?.byteCount ?? 0) }

  private struct Key: Hashable {
    let problem: ConvolutionProblem
    let pass: ConvolutionCostModel.Pass
    let dtype: DType
    let isJoined: Bool

    func hash(into hasher: inout Hasher) { hasher.combine(problem) }
  }

  private static let cache = PlanCache<Key, ConvolutionPlan>()

  /// The plan of a pass with elements of a type; `isJoined` for an input whose channels are put
  /// together band by band.
  static func of(
    _ problem: ConvolutionProblem, _ pass: ConvolutionCostModel.Pass, _ dtype: DType,
    isJoined: Bool = false
  ) -> ConvolutionPlan {
    let key = Key(problem: problem, pass: pass, dtype: dtype, isJoined: isJoined)
    return cache.plan(for: key) { ConvolutionPlan(key) }
  }

  private init(_ key: Key) {
    algorithm = ConvolutionCostModel.algorithm(for: key.problem, key.pass)
    direct =
      algorithm == .direct
      ? DirectPlan(key.problem, key.pass, key.dtype, isJoined: key.isJoined) : nil
  }
}

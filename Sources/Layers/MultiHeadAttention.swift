import GradusAutodiff
import GradusTensors

/// Attention of several heads (Vaswani et al. 2017, §3.2): each place of a sequence takes a mean of all
/// places' values, weighted by how its query agrees with their keys. The names are those of PyTorch's
/// `MultiheadAttention`.
public final class MultiHeadAttention: Layer {
  /// The matrix of queries, keys and values side by side, `[features, 3 features]`.
  public let inProjWeight: Parameter
  /// Added to queries, keys and values, `[3 features]`; nil for none.
  public let inProjBias: Parameter?
  /// What the joined heads go through.
  public let outProj: Linear
  /// The number of heads.
  public let heads: Int
  /// Whether a place sees only itself and those before it.
  public let isCausal: Bool

  /// Makes a layer; traps unless the features divide into the heads.
  public init(_ features: Int, heads: Int, bias: Bool = true, isCausal: Bool = false) {
    precondition(
      heads > 0 && features % heads == 0,
      "MultiHeadAttention: \(features) features do not divide into \(heads) heads")
    inProjWeight = Parameter(
      [features, 3 * features], .xavierUniform(), pyTorchLayout: .transposed)
    inProjBias = bias ? Parameter([3 * features], .zeros) : nil
    outProj = Linear(features, features, bias: bias)
    (self.heads, self.isCausal) = (heads, isCausal)
  }

  /// Attends within `[n, places, features]`; traps with the layer's path on another shape.
  public func forward(_ x: Variable) -> Variable {
    let features = inProjWeight.shape[0]
    let fits = x.shape.rank == 3 && x.shape[-1] == features
    Tensor.require(
      fits, "attention: input \(x.shape) must be [batch, places, \(features)]")
    guard fits else { return x }
    let (batch, places, width) = (x.shape[0], x.shape[1], features / heads)
    var mixed = x.matmul(inProjWeight.variable(on: x))
    if let inProjBias { mixed = mixed + inProjBias.variable(on: x) }
    let parts = mixed.reshaped(to: [batch, places, 3, heads, width]).permuted([2, 0, 3, 1, 4])
      .split(parts: 3).map { $0.reshaped(to: [batch, heads, places, width]) }
    let joined = Self.attended(parts[0], parts[1], parts[2], isCausal: isCausal)
      .permuted([0, 2, 1, 3]).reshaped(to: [batch, places, features])
    return outProj(joined)
  }

  /// softmax(q kᵀ / √d) v of queries `[..., places, d]`, keys `[..., others, d]` and values
  /// `[..., others, e]`: `[..., places, e]`.
  ///
  /// - Parameters:
  ///   - queries: what each place asks.
  ///   - keys: what the others are asked for.
  ///   - values: what they give.
  ///   - isCausal: whether place i sees the others 0...i only.
  public static func attended(
    _ queries: Variable, _ keys: Variable, _ values: Variable, isCausal: Bool = false
  ) -> Variable {
    let scale = 1 / Double(max(1, queries.shape[-1])).squareRoot()
    var scores = queries.matmul(keys, transposeRHS: true) * scale
    if isCausal {
      let (places, others) = (queries.shape[-2], keys.shape[-2])
      let future =
        scores.isShapeOnly
        ? Tensor(shapeOnly: [places, others], dtype: scores.dtype)
        : Tensor.generate([places, others], dtype: scores.dtype) {
          $0 % others > $0 / others ? 1 : 0
        }
      scores = scores.replacing(with: -.infinity, where: future)
    }
    return scores.softmax().matmul(values)
  }
}

/// Activation functions and their pullbacks over short runs that are in the cache already.
///
/// The arithmetic is that of the single operations they stand for, so that fusing changes no bit.
enum ActivationKernel {
  /// Applies a function in place.
  @inline(__always)
  static func apply<T: KernelScalar>(
    _ function: ActivationFunction, _ y: UnsafeMutablePointer<T>, _ count: Int
  ) {
    switch function {
    case .identity: break
    // NaN must pass, so comparisons are written the way that is false for NaN. Choosing between
    // numbers in place would leave some where they are: a branch, which nobody can foresee.
    // Choosing between bit patterns stays a vector instruction.
    case .relu:
      for index in 0..<count {
        let x = y[index]
        y[index] = T(bitPattern: x < 0 ? 0 : x.bitPattern)
      }
    case .relu6:
      let six = T(6).bitPattern
      for index in 0..<count {
        let x = y[index]
        y[index] = T(bitPattern: x < 0 ? 0 : (x > 6 ? six : x.bitPattern))
      }
    case .hardSwish:
      let sixth = T(1.0 / 6)
      for index in 0..<count { y[index] = y[index] * clamp(y[index] + 3) * sixth }
    case .silu: for index in 0..<count { y[index] *= sigmoid(y[index]) }
    }
  }

  /// Writes the gradient for a function's argument `v`, from the gradient `g` of its result.
  ///
  /// Ties are those of the single operations: 0 at 0 for ReLU, g at both ends of a clamp.
  @inline(__always)
  static func pullBack<T: KernelScalar>(
    _ function: ActivationFunction, argument v: UnsafePointer<T>, _ g: UnsafePointer<T>,
    _ result: UnsafeMutablePointer<T>, _ count: Int
  ) {
    switch function {
    case .identity: result.update(from: g, count: count)
    case .relu:
      for index in 0..<count {
        let bits = g[index].bitPattern
        result[index] = T(bitPattern: v[index] > 0 ? bits : 0)
      }
    case .relu6:
      for index in 0..<count {
        let bits = g[index].bitPattern
        result[index] = T(bitPattern: v[index] >= 0 && v[index] <= 6 ? bits : 0)
      }
    case .hardSwish:
      let sixth = T(1.0 / 6)
      for index in 0..<count {
        let moved = v[index] + 3
        let gate = clamp(moved)
        result[index] = g[index] * (gate + (moved == gate ? v[index] : 0)) * sixth
      }
    case .silu:
      for index in 0..<count {
        let s = sigmoid(v[index])
        result[index] = g[index] * (s + v[index] * s * (1 - s))
      }
    }
  }

  @inline(__always)
  private static func clamp<T: KernelScalar>(_ x: T) -> T { x < 0 ? 0 : (x > 6 ? 6 : x) }

  @inline(__always)
  private static func sigmoid<T: KernelScalar>(_ x: T) -> T { 1 / (1 + T.exp(-x)) }
}

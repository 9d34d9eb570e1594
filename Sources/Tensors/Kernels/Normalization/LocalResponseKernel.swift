/// Local response normalisation and its gradient, a row of channels at a time.
enum LocalResponseKernel {
  /// The constants of the formula, in PyTorch's convention.
  struct Constants {
    let size: Int
    let alpha: Double
    let beta: Double
    let k: Double
    var before: Int { size / 2 }
    var after: Int { (size - 1) / 2 }
  }

  static func windowSum(_ input: Tensor, before: Int, after: Int) -> Tensor {
    switch input.dtype {
    case .float32: windowSum(input, before, after, Float.self)
    case .float64: windowSum(input, before, after, Double.self)
    }
  }

  static func normalize(
    _ input: Tensor, _ constants: Constants
  ) -> (value: Tensor, denominatorBase: Tensor) {
    switch input.dtype {
    case .float32: normalize(input, constants, Float.self)
    case .float64: normalize(input, constants, Double.self)
    }
  }

  static func gradient(
    _ input: Tensor, _ base: Tensor, _ gradient: Tensor, _ constants: Constants
  ) -> Tensor {
    switch input.dtype {
    case .float32: Self.gradient(input, base, gradient, constants, Float.self)
    case .float64: Self.gradient(input, base, gradient, constants, Double.self)
    }
  }

  private static func windowSum<T: KernelScalar>(
    _ input: Tensor, _ before: Int, _ after: Int, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: input.shape, input.dtype)
    let channels = input.shape[-1]
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    forEachRow(input, T.self) { row, _ in
      sumWindows(
        source + row * channels, target + row * channels, channels, before, after)
    }
    withExtendedLifetime(input.storage) {}
    return result
  }

  private static func normalize<T: KernelScalar>(
    _ input: Tensor, _ constants: Constants, _: T.Type
  ) -> (value: Tensor, denominatorBase: Tensor) {
    let value = Tensor(uninitialized: input.shape, input.dtype)
    let base = Tensor(uninitialized: input.shape, input.dtype)
    let channels = input.shape[-1]
    let (source, target) = (input.pointer(T.self), value.mutablePointer(T.self))
    let bases = base.mutablePointer(T.self)
    let (k, factor) = (T(constants.k), T(constants.alpha / Double(constants.size)))
    forEachRow(input, T.self) { row, squares in
      let x = source + row * channels
      let (y, denominator) = (target + row * channels, bases + row * channels)
      for channel in 0..<channels { squares[channel] = x[channel] * x[channel] }
      sumWindows(squares, denominator, channels, constants.before, constants.after)
      for channel in 0..<channels { denominator[channel] = k + factor * denominator[channel] }
      raise(denominator, y, channels, to: constants.beta)
      for channel in 0..<channels {
        y[channel] =
          denominator[channel].isInfinite
          ? outOfRange(x, channel, channels, constants) : y[channel] * x[channel]
      }
    }
    withExtendedLifetime(input.storage) {}
    return (value, base)
  }

  /// The value where the squares of a window leave the element type's range: the window is divided by
  /// its largest magnitude first.
  @inline(never)
  private static func outOfRange<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ channel: Int, _ channels: Int, _ constants: Constants
  ) -> T {
    let window =
      max(0, channel - constants.before)...min(channels - 1, channel + constants.after)
    let largest = window.reduce(0.0) { max($0, Double(abs(x[$1]))) }
    guard largest.isFinite, !window.contains(where: { x[$0].isNaN }) else {
      return window.contains { x[$0].isNaN } || x[channel].isInfinite ? .nan : 0
    }
    let squares = window.reduce(0.0) {
      let share = Double(x[$1]) / largest
      return $0 + share * share
    }
    let base =
      constants.k / largest / largest + constants.alpha / Double(constants.size) * squares
    return T(
      Double(x[channel]) / largest * Double.pow(base, -constants.beta)
        * Double.pow(largest, 1 - 2 * constants.beta))
  }

  private static func gradient<T: KernelScalar>(
    _ input: Tensor, _ base: Tensor, _ gradient: Tensor, _ constants: Constants, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: input.shape, input.dtype)
    let channels = input.shape[-1]
    let (inputs, bases) = (input.pointer(T.self), base.pointer(T.self))
    let (gradients, target) = (gradient.pointer(T.self), result.mutablePointer(T.self))
    let factor = T(2 * constants.alpha * constants.beta / Double(constants.size))
    forEachRow(input, T.self) { row, scratch in
      let (x, b) = (inputs + row * channels, bases + row * channels)
      let (g, dx) = (gradients + row * channels, target + row * channels)
      let (power, sums) = (scratch, scratch + channels)
      raise(b, power, channels, to: constants.beta)
      for channel in 0..<channels {
        dx[channel] = g[channel] * x[channel] * power[channel] / b[channel]
      }
      // Input i takes part in the windows of which it is a member: the window mirrored.
      sumWindows(dx, sums, channels, constants.after, constants.before)
      for channel in 0..<channels {
        dx[channel] = g[channel] * power[channel] - factor * x[channel] * sums[channel]
      }
    }
    withExtendedLifetime((input.storage, base.storage, gradient.storage)) {}
    return result
  }

  /// Calls `body` for each row with scratch memory for two rows.
  @inline(__always)
  private static func forEachRow<T: KernelScalar>(
    _ tensor: Tensor, _: T.Type, _ body: (Int, UnsafeMutablePointer<T>) -> Void
  ) {
    let channels = tensor.shape[-1]
    guard tensor.count > 0 else { return }
    Parallel.forEachRange(tensor.count / channels, length: (1 << 14) / channels) { range in
      withUnsafeTemporaryAllocation(of: T.self, capacity: 2 * channels) { scratch in
        for row in range { body(row, scratch.baseAddress.unsafelyUnwrapped) }
      }
    }
  }

  @inline(__always)
  private static func sumWindows<T: KernelScalar>(
    _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, _ channels: Int,
    _ before: Int, _ after: Int
  ) {
    target.update(from: source, count: channels)
    let limit = channels - 1
    for distance in stride(from: 1, through: min(before, limit), by: 1) {
      let moved = target + distance
      for channel in 0..<channels - distance { moved[channel] += source[channel] }
    }
    for distance in stride(from: 1, through: min(after, limit), by: 1) {
      let moved = source + distance
      for channel in 0..<channels - distance { target[channel] += moved[channel] }
    }
  }

  /// `base^-beta`; the published exponent 3/4 by square roots, which vectorise.
  @inline(__always)
  private static func raise<T: KernelScalar>(
    _ base: UnsafePointer<T>, _ result: UnsafeMutablePointer<T>, _ count: Int, to beta: Double
  ) {
    if beta == 0.75 {
      for index in 0..<count {
        let root = base[index].squareRoot()
        result[index] = 1 / (root * root.squareRoot())
      }
    } else {
      let exponent = T(-beta)
      for index in 0..<count { result[index] = T.pow(base[index], exponent) }
    }
  }
}

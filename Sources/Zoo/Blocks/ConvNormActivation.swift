import GradusLayers

extension Sequential {
  /// A convolution without bias, batch normalisation and an activation, named 0, 1 and 2.
  ///
  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - outputs: channels of the result.
  ///   - kernel: height and width of the filter, odd; the padding keeps the size at stride 1.
  ///   - stride: pixels from one output to the next.
  ///   - groups: channel groups conv2d separately.
  ///   - momentum: the normalisation's share of the newest batch.
  ///   - epsilon: added to the normalisation's variances.
  ///   - activation: the last layer; nil for a linear result.
  static func convNorm(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1,
    momentum: Double = 0.1, epsilon: Double = 1e-5, activation: (any Layer)?
  ) -> Sequential {
    Sequential {
      Conv2d(
        inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, groups: groups,
        bias: false)
      BatchNorm(outputs, momentum: momentum, epsilon: epsilon)
      if let activation { activation }
    }
  }
}

extension Linear {
  /// A classifier's layer that starts almost at zero: normal weights and no shift.
  convenience init(_ inputs: Int, _ outputs: Int, standardDeviation: Double) {
    self.init(
      inputs, outputs, initializer: .normal(standardDeviation: standardDeviation))
    bias?.initializer = .zeros
  }
}

/// The multiple of 8 nearest to a number of channels, never more than 10 % below it.
///
/// How the MobileNet family rounds scaled widths (Sandler et al. 2018, released code).
func roundedToEight(_ channels: Double) -> Int {
  let rounded = max(8, Int(channels + 4) / 8 * 8)
  return Double(rounded) < 0.9 * channels ? rounded + 8 : rounded
}

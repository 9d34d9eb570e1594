extension ImageNumbers {
  /// Turns the hue of each pixel by a share of the circle, in the model of hue, saturation and value
  /// (Smith 1978).
  mutating func turnHues(by turn: Float) {
    guard channels == 3 else { return }
    for start in stride(from: 0, to: values.count, by: 3) {
      let (red, green, blue) = (values[start], values[start + 1], values[start + 2])
      let (value, least) = (max(red, green, blue), min(red, green, blue))
      let range = value - least
      // Grey has no hue, nor has what is not a number.
      guard range > 0, (red + green + blue).isFinite else { continue }
      let sixth =
        if value == red {
          (green - blue) / range
        } else if value == green {
          (blue - red) / range + 2
        } else { (red - green) / range + 4 }
      let turned = sixth / 6 + turn
      let hue = (turned - turned.rounded(.down)) * 6
      let part = hue.rounded(.down)
      let saturation = range / value
      func level(_ share: Float) -> Float { min(1, max(0, value * (1 - saturation * share))) }
      let (low, falling, rising) = (level(1), level(hue - part), level(1 - (hue - part)))
      (values[start], values[start + 1], values[start + 2]) =
        switch Int(part) % 6 {
        case 0: (value, rising, low)
        case 1: (falling, value, low)
        case 2: (low, value, rising)
        case 3: (low, falling, value)
        case 4: (rising, low, value)
        default: (value, low, falling)
        }
    }
  }
}

import GradusTensors

/// The numbers of one image, `[height, width, channels]`, to be changed in place.
struct ImageNumbers {
  let height: Int, width: Int, channels: Int
  var values: [Float]

  /// Takes an image; traps unless it has three axes, and 1 or 3 channels where colours are asked for.
  init(_ image: Tensor, for name: String, needsColours: Bool = false) {
    precondition(
      image.rank == 3, "\(name): an image is [height, width, channels], not \(image.shape)")
    (height, width, channels) = (image.shape[0], image.shape[1], image.shape[2])
    precondition(
      !needsColours || channels == 1 || channels == 3,
      "\(name): an image of \(channels) channels has no colours; 1 or 3 are needed")
    values = image.floats
  }

  var tensor: Tensor { Tensor(values, shape: [height, width, channels]) }

  /// The brightness of a pixel, by the weights that torchvision uses, whose sum is 0.9999.
  func grey(_ pixel: Int) -> Float {
    if channels == 1 { return values[pixel] }
    let start = 3 * pixel
    return values[start] * 0.2989 + values[start + 1] * 0.587 + values[start + 2] * 0.114
  }

  /// Mixes each number with another: `factor` times it and the rest of the other, cut off to 0...1.
  mutating func blend(_ factor: Double, _ other: (_ place: Int) -> Float) {
    let (own, rest) = (Float(factor), Float(1 - factor))
    for place in values.indices {
      values[place] = min(1, max(0, values[place] * own + other(place) * rest))
    }
  }
}

import GradusTensors

extension Augmentation: Transform {
  /// Shifts and mirrors one image `[height, width, channels]`; it ignores `precedesNormalization`, since it is
  /// where it stands.
  public func callAsFunction(_ image: Tensor, _ visit: ExampleVisit) -> Tensor {
    Tensor(
      applied(to: image.floats, imageShape: image.shape, visits: [visit]), shape: image.shape)
  }
}

extension RandomErasing: Transform {
  /// Erases a box of one image `[height, width, channels]`, or none.
  public func callAsFunction(_ image: Tensor, _ visit: ExampleVisit) -> Tensor {
    precondition(
      image.rank == 3, "erasing: an image is [height, width, channels], not \(image.shape)")
    return self(
      image.expanded(axis: 0), indices: [visit.index], seed: visit.seed, epoch: visit.epoch
    ).reshaped(to: image.shape)
  }
}

extension Normalization: Transform {
  /// Normalises one image `[height, width, channels]`; draws nothing.
  public func callAsFunction(_ image: Tensor, _ visit: ExampleVisit) -> Tensor {
    var values = image.floats
    apply(to: &values, imageShape: image.shape)
    return Tensor(values, shape: image.shape)
  }
}

extension PictureColours: Transform {
  /// Changes the colours of one image `[height, width, 3]` with numbers in 0...1.
  ///
  /// `.principal(0.1)` is the lighting that AlexNet was trained with. Traps unless there are 3 channels.
  public func callAsFunction(_ image: Tensor, _ visit: ExampleVisit) -> Tensor {
    precondition(
      image.rank == 3 && image.shape[2] == 3,
      "colours: an image is [height, width, 3], not \(image.shape)")
    let draw = draw(visit.stream("colours").uniform)
    var values = image.floats
    draw.jitter(&values[...])
    for place in values.indices { values[place] += draw.shift[place % 3] }
    return Tensor(values, shape: image.shape)
  }
}

extension PictureView: Transform {
  /// The part of a picture that the view shows, `[side, side, 3]` in 0...1, resized without aliasing.
  public func callAsFunction(_ picture: RasterImage, _ visit: ExampleVisit) -> Tensor {
    let draw = draw(
      height: picture.height, width: picture.width, seed: visit.seed, epoch: visit.epoch,
      index: visit.index)
    let colours = picture.converted(toChannels: 3).pixels
    var pixels = [UInt8](repeating: 0, count: picture.height * picture.width * 4)
    for pixel in 0..<picture.height * picture.width {
      for channel in 0..<3 { pixels[4 * pixel + channel] = colours[3 * pixel + channel] }
    }
    var renderer = PictureRenderer(
      side: side, Normalization(mean: [0, 0, 0], standardDeviation: [1, 1, 1]))
    var values: [Float] = []
    renderer.append(
      PictureDecoder.Picture(height: picture.height, width: picture.width, shrinkage: .none),
      pixels,
      draw, to: &values)
    return Tensor(values, shape: [side, side, 3])
  }
}

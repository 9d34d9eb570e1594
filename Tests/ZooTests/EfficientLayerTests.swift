import GradusAutodiff
import GradusLayers
import GradusTensors
import Testing

@Suite struct BilinearResizeTests {
  /// One output pixel from the four around it, by definition.
  private func pixel(
    _ x: Tensor, _ image: Int, _ row: Int, _ column: Int, _ channel: Int, _ size: (Int, Int)
  ) -> Double {
    func place(_ index: Int, _ source: Int, _ target: Int) -> (Int, Int, Double) {
      let scale = Double(source) / Double(target)
      let position = max(0, (Double(index) + 0.5) * scale - 0.5)
      let low = min(Int(position), source - 1)
      return (low, min(low + 1, source - 1), min(position - Double(low), 1))
    }
    let (top, bottom, down) = place(row, x.shape[1], size.0)
    let (left, right, across) = place(column, x.shape[2], size.1)
    return (x[image, top, left, channel] * (1 - across) + x[image, top, right, channel] * across)
      * (1 - down)
      + (x[image, bottom, left, channel] * (1 - across)
        + x[image, bottom, right, channel] * across) * down
  }

  @Test(arguments: [(5, 7), (10, 9), (4, 3), (1, 1), (6, 4), (13, 2)])
  func agreesWithTheDefinition(_ height: Int, _ width: Int) {
    let stream = RandomStream(seed: 1, name: "resize")
    let x = Tensor.normal([2, 6, 4, 3], from: stream, dtype: .float64)
    let y = BilinearResize(height: height, width: width)(x)
    #expect(y.shape == [2, height, width, 3])
    for image in 0..<2 {
      for row in 0..<height {
        for column in 0..<width {
          for channel in 0..<3 {
            let expected = pixel(x, image, row, column, channel, (height, width))
            #expect(abs(y[image, row, column, channel] - expected) < 1e-14)
          }
        }
      }
    }
  }

  /// Resizing is linear, so the gradient of a weighted sum is the transpose applied to the weights.
  @Test func gradientIsTheTranspose() throws {
    let stream = RandomStream(seed: 2, name: "resize")
    let x = Tensor.normal([2, 5, 6, 2], from: stream, dtype: .float64)
    let weights = Tensor.normal(
      [2, 8, 3, 2], from: RandomStream(seed: 3, name: "w"), dtype: .float64)
    let tape = Tape(.training)
    let leaf = tape.variable(x)
    let value = (leaf.resizedBilinearly(height: 8, width: 3) * Variable(weights)).sum()
    let gradient = try #require(tape.gradients(of: value)[leaf])
    #expect(abs((gradient * x).sum().item - value.value.item) < 1e-12)
  }
}

@Suite struct ChannelShuffleTests {
  @Test func dealsChannelsOut() {
    let x = Tensor.range(6).reshaped(to: [1, 1, 1, 6])
    #expect(ChannelShuffle(groups: 2)(x).scalars == [0, 3, 1, 4, 2, 5])
    #expect(ChannelShuffle(groups: 3)(x).scalars == [0, 2, 4, 1, 3, 5])
  }

  @Test(arguments: [(2, 12), (3, 12), (4, 20), (1, 5)])
  func theOtherFactorUndoesIt(_ groups: Int, _ channels: Int) {
    let x = Tensor.normal([2, 3, 2, channels], from: RandomStream(seed: 4, name: "shuffle"))
    let there = ChannelShuffle(groups: groups)(x)
    #expect(ChannelShuffle(groups: channels / groups)(there).scalars == x.scalars)
  }
}

@Suite struct StochasticDepthTests {
  @Test func dropsWholeImagesAndKeepsTheMean() {
    let layer = StochasticDepth(0.25)
    let tape = Tape(.training, seed: 9, step: 0)
    let y = layer(tape.constant(.ones([4000, 2, 1, 3]))).value
    var kept = 0
    for image in 0..<4000 {
      let values = Set(y.sliced(axis: 0, image..<image + 1).scalars)
      #expect(values.count == 1)
      if values.first! > 0 {
        kept += 1
        #expect(abs(values.first! - 4.0 / 3) < 1e-6)
      }
    }
    // Five standard deviations of a binomial draw.
    #expect(abs(kept - 3000) < 137)
  }

  @Test func doesNothingInInferenceAndWithoutRandomization() {
    let layer = StochasticDepth(0.9)
    let x = Tensor.ones([8, 1, 1, 1])
    #expect(layer(x).scalars == x.scalars)
    let tape = Tape(.training)
    layer.withoutRandomization {
      #expect(layer(tape.constant(x)).value.scalars == x.scalars)
    }
    #expect(layer.probability == 0.9)
  }

  @Test func drawsRepeatWithTheTape() {
    let layer = StochasticDepth(0.5)
    func run(seed: UInt64) -> [Double] {
      let tape = Tape(.training, seed: seed, step: 0)
      return layer(tape.constant(.ones([64, 1, 1, 1]))).value.scalars
    }
    #expect(run(seed: 1) == run(seed: 1))
    #expect(run(seed: 1) != run(seed: 2))
  }
}

@Suite struct SamePaddingTests {
  /// TensorFlow's rule: as many outputs as strides fit, rounded up, and the odd pixel at the end.
  @Test(arguments: 1...12, [1, 2, 3])
  func outputsAreInputsOverStride(_ length: Int, _ stride: Int) {
    for kernel in [1, 3, 5, 7] where kernel >= stride {
      let input: Shape = [1, length, length + 1, 4]
      let geometry = ConvolutionGeometry.same(
        for: input, kernel: kernel, stride: stride, groups: 4)
      let output = geometry.outputShape(input: input, filter: [kernel, kernel, 1, 4])
      #expect(output[1] == (length + stride - 1) / stride)
      #expect(output[2] == (length + stride) / stride)
      #expect((0...1).contains(geometry.paddingBottom - geometry.paddingTop))
      #expect((0...1).contains(geometry.paddingRight - geometry.paddingLeft))
    }
    if stride < 3 {
      let pooled = Tensor(shapeOnly: [1, length, length, 1]).maxPool(
        .same(for: [1, length, length, 1], kernel: 3, stride: stride))
      #expect(pooled.values.shape[1] == (length + stride - 1) / stride)
    }
  }

  @Test func agreesWithExplicitZeros() {
    let x = Tensor.normal([1, 6, 6, 2], from: RandomStream(seed: 6, name: "same"), dtype: .float64)
    let layer = SameConv2d(2, 3, kernel: 3, stride: 2)
    layer.initialize(seed: 1, dtype: .float64)
    let padded = x.padded(before: [0, 0, 0, 0], after: [0, 1, 1, 0])
    let expected = padded.conv2d(layer.weight.value, ConvolutionGeometry(stride: 2))
    #expect(layer(x).scalars == expected.scalars)
  }
}

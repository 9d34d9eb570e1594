import Gradus
import GradusTestSupport
import Testing

@Suite struct EmbeddingTests {
  @Test func looksUpAndAddsGradientsWhereItLooked() throws {
    let layer = Embedding(5, 3).initialize(seed: 1, dtype: .float64)
    let tape = Tape(.training, step: 0)
    let words = tape.constant(Tensor([[4, 0, 4], [1, 4, 0]], dtype: .float64))
    let y = layer(words)
    #expect(y.shape == [2, 3, 3])
    #expect(y.value[0, 2].scalars == layer.weight.value[4].scalars)
    let gradient = try #require(tape.gradients(of: y.sum())[layer.weight])
    #expect(gradient[0..., 0].scalars == [2, 1, 0, 0, 3])
  }

  @Test func numbersThatAreNoEntriesAreNamed() throws {
    let layer = Embedding(5, 3)
    #expect(try layer.outputShape(for: [2, 7], mode: .training) == [2, 7, 3])
    #expect(layer.initialize(seed: 1).stateDictionary.names == ["weight"])
  }

  @Test func anIdentityChangesNothing() {
    let x = Tensor.range(6)
    #expect(Identity()(x).scalars == x.scalars)
  }

  @Test func attentionIgnoresTheFuture() {
    let layer = MultiHeadAttention(8, heads: 2, isCausal: true).initialize(seed: 1, dtype: .float64)
    var draws = Draws("attention", 1)
    let x = draws.normal([1, 6, 8])
    let changed = Tensor.concatenate([x[0..., ..<4], draws.normal([1, 2, 8])], axis: 1)
    let (a, b) = (layer(x), layer(changed))
    #expect(a[0..., ..<4].scalars == b[0..., ..<4].scalars)
    #expect(a[0..., 4...].scalars != b[0..., 4...].scalars)
    // Without the mask an exchange of places exchanges the results.
    let free = MultiHeadAttention(8, heads: 2).initialize(seed: 1, dtype: .float64)
    #expect(relativeDifference(free(x.flipped(axes: [1])), free(x).flipped(axes: [1])) < 1e-12)
  }

  /// Results of stride 1 and dilation 3 by PyTorch 2.15, for paddings and output paddings.
  private static let dilated: [(padding: Int, output: Int, expected: [Double])] = [
    (
      0, 1,
      [
        1, 2, 3, 2, 4, 6, 3, 6, 9, 0, 4, 5, 6, 8, 10, 12, 12, 15, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 4, 8, 12, 5, 10, 15, 6, 12, 18, 0, 16, 20, 24, 20, 25, 30, 24, 30, 36, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0,
      ]
    ),
    (
      1, 1,
      [
        5, 6, 8, 10, 12, 12, 15, 18, 0, 0, 0, 0, 0, 0, 0, 0, 8, 12, 5, 10, 15, 6, 12, 18, 20, 24,
        20, 25, 30, 24, 30, 36,
      ]
    ),
    (
      2, 2, [0, 0, 0, 0, 0, 0, 0, 12, 5, 10, 15, 6, 12, 18, 24, 20, 25, 30, 24, 30, 36]
    ),
  ]

  @Test(arguments: dilated.indices)
  func outputPaddingBelowTheDilation(_ index: Int) {
    let (padding, output, expected) = Self.dilated[index]
    let layer = ConvTranspose2d(
      1, 1, kernel: Extent(height: 2, width: 3),
      geometry: ConvolutionGeometry(padding: padding, dilation: 3), outputPadding: Extent(output)
    ).initialize(seed: 1)
    layer.weight.value = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3, 1, 1])
    layer.bias?.value = Tensor([0.5])
    let y = layer(Tensor([1, 2, 3, 4, 5, 6], shape: [1, 2, 3, 1]))
    #expect(y.shape == [1, 5 - 2 * padding + output, 9 - 2 * padding + output, 1])
    #expect(y.scalars == expected.map { $0 + 0.5 })
  }

  @Test func aTransposedConvolutionUndoesASize() throws {
    let (down, up) = (
      Conv2d(3, 8, kernel: 3, stride: 2, padding: 1),
      ConvTranspose2d(8, 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
    )
    let small = try down.outputShape(for: [1, 10, 14, 3], mode: .training)
    #expect(try up.outputShape(for: small, mode: .training) == [1, 10, 14, 3])
    #expect(throws: ShapeMismatch.self) {
      try up.outputShape(for: [1, 4, 4, 3], mode: .training)
    }
  }
}

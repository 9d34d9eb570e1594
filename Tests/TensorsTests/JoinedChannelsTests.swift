import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// Channels that are put together band by band, against a concatenation, a normalisation and a convolution.
@Suite(.serialized) struct JoinedChannelsTests {
  private static let widths = [1, 3, 7, 8, 9, 16, 31, 32, 64]

  private static func draw(
    _ draws: inout Draws, _ dtype: DType, widths: [Int], tier: VectorUnit.Tier
  ) -> JoinedChannels? {
    let (batch, height, width) = (
      draws.integer(1...3), draws.integer(1...23), draws.integer(1...23)
    )
    let parts = (0..<draws.integer(1...6)).map { _ in
      draws.normal([batch, height, width, draws.element(of: widths)], dtype: dtype)
    }
    let channels = parts.reduce(0) { $0 + $1.shape[3] }
    var finish = ConvolutionEpilogue()
    let form = draws.integer(0...3)
    if form & 1 != 0 { finish.shift = draws.normal([channels], dtype: dtype) }
    if form & 2 != 0 {
      finish.mean = draws.normal([channels], dtype: dtype)
      finish.factor = draws.normal([channels], dtype: dtype)
    }
    finish.activation = draws.element(of: [.identity, .relu, .relu6, .hardSwish])
    return JoinedChannels(parts, finish, tier: tier)
  }

  private static func joined(_ channels: JoinedChannels) -> Tensor {
    Tensor.concatenate(channels.parts, axis: 3).finished(by: channels.finish, tier: channels.tier)
  }

  @Test(arguments: VectorUnit.available.filter { $0 != .scalar }, DType.allCases)
  @ThreadCountOwner func haveTheBitsOfSingleOperations(_ tier: VectorUnit.Tier, _ dtype: DType)
    throws
  {
    for seed in 0..<40 {
      var draws = Draws("joined channels", seed)
      let widths = seed % 3 == 0 ? [16, 32, 64] : Self.widths
      let channels = try #require(Self.draw(&draws, dtype, widths: widths, tier: tier))
      let whole = Self.joined(channels)
      let filter = draws.normal(
        [1, 1, channels.shape[3], draws.element(of: Self.widths)], dtype: dtype)
      let geometry = ConvolutionGeometry(algorithm: .direct)
      var epilogue = ConvolutionEpilogue()
      epilogue.shift = draws.normal([filter.shape[3]], dtype: dtype)
      epilogue.activation = draws.element(of: Activation.allCases)
      var problem = ConvolutionProblem(
        geometry, input: whole.shape, filter: filter.shape,
        output: geometry.outputShape(for: whole.shape, filter: filter.shape))
      (problem.roundingCompounds, problem.tier) = (false, tier)
      let expected = ConvolutionKernel.forward(whole, filter, problem, epilogue).scalars
      #expect(channels.feeds(filter, geometry))
      for threads in [1, 3] {
        let value = onThreads(threads) { channels.value.scalars }
        #expect(value == whole.scalars, "seed \(seed), \(whole.shape), \(threads) threads")
        let convolved = onThreads(threads) { channels.conv2d(filter, geometry, epilogue).scalars }
        #expect(convolved == expected, "seed \(seed), \(whole.shape), \(threads) threads")
      }
    }
  }

  @Test func notANumberStaysInItsPixel() throws {
    var draws = Draws("joined NaN", 1)
    var numbers = draws.normal([2, 5, 7, 16]).scalars
    numbers[3 * 16 + 5] = .nan
    var finish = ConvolutionEpilogue()
    finish.factor = draws.normal([24])
    finish.activation = .relu
    let channels = try #require(
      JoinedChannels(
        [draws.normal([2, 5, 7, 8]), Tensor(numbers, shape: [2, 5, 7, 16], dtype: .float64)],
        finish))
    let y = channels.conv2d(draws.normal([1, 1, 24, 3]), .init(), .init()).scalars
    #expect(y.indices.filter { y[$0].isNaN } == [9, 10, 11])
  }

  @Test func whatDoesNotFitIsNotJoined() {
    var draws = Draws("joined misfits", 1)
    let x = draws.normal([2, 5, 7, 8])
    var finish = ConvolutionEpilogue()
    #expect(JoinedChannels([]) == nil)
    #expect(JoinedChannels([x, draws.normal([2, 5, 6, 8])]) == nil)
    #expect(JoinedChannels([x, draws.normal([2, 5, 7, 8], dtype: .float32)]) == nil)
    #expect(JoinedChannels([x, draws.normal([2, 5, 7, 0])]) == nil)
    #expect(JoinedChannels([x], tier: .scalar) == nil)
    finish.activation = .gelu
    #expect(JoinedChannels([x], finish) == nil)
    finish.activation = .relu
    finish.shift = draws.normal([7])
    #expect(JoinedChannels([x], finish) == nil)
  }

  @Test func onlyPixelsThatAreLookedAtOnceArePutTogetherBandByBand() throws {
    var draws = Draws("joined geometries", 1)
    guard VectorUnit.tier.module != nil else { return }
    let channels = try #require(JoinedChannels([draws.normal([2, 8, 8, 32])]))
    let narrow = draws.normal([1, 1, 32, 16])
    #expect(channels.feeds(narrow, .init()))
    #expect(!channels.feeds(narrow, .init(stride: 2)))
    // A stride also counts where there is one pixel.
    let pixels = try #require(JoinedChannels([draws.normal([2, 1, 1, 32])]))
    #expect(pixels.feeds(narrow, .init()) && !pixels.feeds(narrow, .init(stride: 2)))
    #expect(!channels.feeds(narrow, .init(padding: 1)))
    #expect(!channels.feeds(draws.normal([3, 3, 32, 16]), .init(padding: 1)))
    #expect(!channels.feeds(draws.normal([1, 1, 16, 16]), .init(groups: 2)))
    #expect(!channels.feeds(draws.normal([1, 1, 31, 16]), .init()))
    #expect(!channels.feeds(draws.normal([1, 1, 32, 16], dtype: .float32), .init()))
  }
}

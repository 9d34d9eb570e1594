import Gradus
import GradusClaims
import Testing

@testable import DegradationStudy

/// What leaves the finite numbers is marked, wherever it shows.
@Suite struct ShortRunTests {
  private let images: StudyImages = {
    let stream = RandomStream(seed: 1, name: "images")
    let data = ImageDataset(
      name: "noise", pixels: (0..<24 * 64).map { UInt8(stream.integer($0, below: 256)) }, height: 8,
      width: 8, channels: 1, labels: (0..<24).map { $0 % 10 }, classNames: (0..<10).map { "\($0)" })
    return StudyImages(data, data, factor: 2, trainCount: 24, testCount: 10, fixedCount: 24)
  }()

  private func run(
    rate: Double, steps: Int, isNormalized: Bool, clipNorm: Double? = nil
  ) throws -> TrialRecord {
    let net = DeepMLP(
      depth: 4, width: 8, inputs: 16, classes: 10,
      style: isNormalized ? .plain : .plainWithoutNorm
    ).initialize(.he, seed: 1)
    var recipe = Recipe.constant(rate, steps: steps, batchSize: 8)
    recipe.clipNorm = clipNorm
    let run = ShortRun(net, recipe, images, seed: 1)
    try run.run()
    return run.measurement(Trial(subject: .plain(4), seed: 1, cost: 0))
  }

  @Test func aLossThatIsNoNumberEndsTheRun() throws {
    let record = try run(rate: 1e30, steps: 6, isNormalized: false)
    #expect(record.diverged && record[.trainLoss] == nil && record[.testLoss] == nil)
  }

  /// The only step's loss is finite; what it left behind is not.
  @Test func theLastStepCanDivergeToo() throws {
    let record = try run(rate: 1e38, steps: 1, isNormalized: false)
    #expect(record.diverged && record[.trainLoss] == nil)
    #expect(record.curves[.batchLoss]?.y.allSatisfy { $0 != nil } == true)
  }

  /// Gradients of no length to speak of leave the net where a rate of nearly zero does.
  @Test func clippedGradientsMoveNoFurtherThanTheirNorm() throws {
    func loss(_ rate: Double, _ clipNorm: Double?) throws -> Double {
      let record = try run(rate: rate, steps: 6, isNormalized: true, clipNorm: clipNorm)
      return record[.trainLoss] ?? .nan
    }
    let still = try loss(1e-9, nil)
    #expect(try (loss(0.1, 1e-9) - still).magnitude < 1e-3)
    #expect(try (loss(0.1, nil) - still).magnitude > 1e-2)
    // A limit that no gradient reaches changes no bit.
    #expect(try loss(0.1, 1e9) == loss(0.1, nil))
  }

  @Test func anOrdinaryRunIsNone() throws {
    let record = try run(rate: 0.01, steps: 2, isNormalized: true)
    #expect(!record.diverged && record[.trainLoss] != nil)
  }
}

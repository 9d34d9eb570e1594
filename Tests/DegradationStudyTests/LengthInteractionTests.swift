import GradusClaims
import Testing

@testable import DegradationStudy

/// The interaction with length is the difference of differences, length by length.
@Suite struct LengthInteractionTests {
  private let nets = (plain: NetPair.plain([20, 56]), residual: NetPair.residual([20, 56]))

  /// Losses at steps 10 and 20, higher by a tenth of the seed.
  private func evidence(seeds: [UInt64]) -> Evidence {
    let losses: [(Subject, [Double])] = [
      (.plain(20), [2, 1]), (.plain(56), [2.3, 1.9]), (.residual(20), [1.8, 0.8]),
      (.residual(56), [2.2, 0.9]),
    ]
    return Evidence([
      .convolutionalDepth: seeds.flatMap { seed in
        losses.map { subject, values in
          let more = subject == .plain(56) ? Double(seed) / 10 : 0
          return TrialRecord(
            Trial(subject: subject, seed: seed, cost: 0),
            curves: [.trainLoss: Curve(x: [10, 20], y: values.map { $0 + more })])
        }
      }
    ])
  }

  @Test func itIsTheDifferenceOfDifferencesAtEachLength() throws {
    let points = LengthInteraction(
      evidence(seeds: [1, 2, 3]), .convolutionalDepth, plain: nets.plain, residual: nets.residual
    ).points
    #expect(points.map(\.steps) == [10, 20])
    for (point, expected) in zip(points, [(0.5, 0.4, 0.1), (1.1, 0.1, 1.0)]) {
      #expect(abs(point.plain.reduce(0, +) / 3 - expected.0) < 1e-12)
      #expect(point.residual.allSatisfy { abs($0 - expected.1) < 1e-12 })
      #expect(abs(point.difference - expected.2) < 1e-12)
      // Three seeds that differ by a tenth: the extremes are a tenth away.
      #expect(abs(point.interval.lowerBound - expected.2 + 0.1) < 1e-9)
      #expect(abs(point.interval.upperBound - expected.2 - 0.1) < 1e-9)
    }
  }

  @Test func aLengthThatARunDoesNotHaveIsLeftOut() {
    var evidence = evidence(seeds: [1, 2])
    evidence[.convolutionalDepth][0].curves[.trainLoss] = Curve(x: [10, 20], y: [2, .nan])
    let points = LengthInteraction(
      evidence, .convolutionalDepth, plain: nets.plain, residual: nets.residual
    ).points
    #expect(points.map(\.steps) == [10])
  }
}

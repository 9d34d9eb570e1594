import Foundation

/// What a probe's records say about a training run, in words.
///
///     print(FlowHealth(probe.records).text)
///     // the gradient of layer1.0.conv1 is 1/90 of fc's from step 10 on
///     // the weight norm of conv1 grew 226-fold by step 100; its effective learning rate fell ...
///
/// A finding is reported where a quantity crosses a limit of ``Limits``; the limits are wide, so
/// that an ordinary run gives none.
public struct FlowHealth: Sendable {
  /// Where an ordinary run ends and a finding begins.
  public struct Limits: Sendable, Hashable, Codable {
    /// By how much the gradient of a weight may be larger or smaller than the last layer's.
    /// He et al. 2015 call such norms healthy; residual nets stay within 10.
    public var gradientRatio = 30.0
    /// By how much a weight's norm may grow or shrink over the run. ResNet-56 grows 3-fold in its
    /// first hundred steps, plain-56 200-fold.
    public var weightGrowth = 5.0
    /// The share of channels that may be dead in a layer.
    public var deadShare = 0.5
    /// The largest and least update of a weight relative to its norm, after the first step; about
    /// 1e-3 is usual.
    public var largestUpdate = 0.3, leastUpdate = 1e-7
    /// The kurtosis of a weight's gradient above which it counts as heavy-tailed (3 is normal).
    public var kurtosis = 1_000.0
    /// By how much responses may grow or shrink from the first to the last layer.
    public var responseRatio = 100.0

    /// The limits as given above.
    public init() {}
  }

  /// One finding.
  public struct Finding: Sendable, Hashable, Codable {
    /// What it is about.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
      /// The gradients of some layers are 0: nothing reaches them, or they start that way.
      case zeroGradient
      /// The gradients of some layers are much smaller than the last layer's.
      case starvedGradient
      /// The gradients of some layers are much larger than the last layer's.
      case explodedGradient
      /// Weight norms changed by a large factor.
      case weightGrowth
      /// Many channels are zero for every image.
      case deadChannels
      /// Steps are large for the weights they change.
      case largeUpdate
      /// Steps hardly change the weights.
      case smallUpdate
      /// Single entries of a gradient dominate it.
      case heavyTail
      /// Responses grow or shrink with depth.
      case responses
    }

    /// What it is about.
    public let kind: Kind
    /// The layer where it is worst.
    public let path: String
    /// The first step from which on it holds to the end, or the only one.
    public let step: Int
    /// The quantity that crossed the limit, at its worst.
    public let value: Double
    /// One sentence without a full stop.
    public let text: String
  }

  /// The findings, gradients first.
  public let findings: [Finding]
  /// What can be said of the run as a whole.
  public let summary: String

  /// Judges a run.
  ///
  /// - Parameters:
  ///   - records: what a `FlowProbe` measured, in the order of the steps.
  ///   - limits: where findings begin.
  public init(_ records: [FlowRecord], limits: Limits = Limits()) {
    let judge = FlowJudge(records: records, limits: limits)
    findings = judge.gradients() + judge.weights() + judge.others()
    summary = judge.summary(findings.count)
  }

  /// The findings and the summary, one a line.
  public var text: String { (findings.map(\.text) + [summary]).joined(separator: "\n") }
}

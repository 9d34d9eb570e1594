import GradusClaims

/// What the lecture "Evolution of CNN Architectures" claims about networks that can be trained or
/// measured in minutes.
struct LectureClaims: Sendable {
  let scale: ExperimentScale

  /// All claims, in the order of the slides.
  var table: ClaimTable { ClaimTable(vgg + googLeNet + resNet + later) }

  /// How much higher an error may be for a change to count as harmless.
  static let harmlessError = 0.02
  /// How much higher a loss may be for a change to count as harmless.
  static let harmlessLoss = 0.05
  /// By how much multiply-adds may differ for nets to count as equally costly.
  static let equalCost = 0.85...1.15
}

extension Criterion {
  /// The nets of a comparison cost the same, so that what they reach can be compared.
  static func equalCost(
    _ experiment: ExperimentName, _ subject: Subject, and other: Subject
  ) -> Criterion {
    Criterion(
      "multiply-adds, \(subject) / \(other)", .within(LectureClaims.equalCost), .logarithmic
    ) { $0.ratio(experiment, subject, over: other, .multiplyAdds) }
  }

  /// The net trains to a lower loss than the other one.
  static func lowerLoss(
    _ experiment: ExperimentName, _ subject: Subject, than other: Subject
  ) -> Criterion {
    Criterion("training loss, \(other) − \(subject)", .positive) {
      $0.difference(experiment, other, minus: subject, .trainLoss)
    }
  }

  /// The net has a lower loss on test images than the other one.
  static func lowerTestLoss(
    _ experiment: ExperimentName, _ subject: Subject, than other: Subject
  ) -> Criterion {
    Criterion("test loss, \(other) − \(subject)", .positive) {
      $0.difference(experiment, other, minus: subject, .testLoss)
    }
  }
}

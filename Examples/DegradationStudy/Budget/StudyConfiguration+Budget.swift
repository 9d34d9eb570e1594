import Gradus

extension StudyConfiguration {
  /// Chooses the budget that fits the images of a new study of claims; a study of nets alone is told
  /// its own.
  mutating func fit(_ data: StudyData) throws {
    guard claims != nil, table == .degradation, StudyBudget.applies(to: preset) else { return }
    linearError = try LinearProbe.error(data.small(scale))
    let scale = scale
    (steps, batchSize, learningRate) = (
      scale.curveSteps, scale.curveBatch, scale.curveLearningRate
    )
  }

  /// The budget; nil for a study that has its preset's sizes whatever its images are.
  var budget: StudyBudget? { linearError.map(StudyBudget.init) }

  /// What the plan says of it.
  func budgetText(_ data: StudyData) -> [String: String] {
    guard let budget else { return [:] }
    let scale = scale
    func size(_ images: ImageDataset) -> String {
      "\(images.height) x \(images.width) x \(images.channels)"
    }
    return [
      "rule": StudyBudget.rule, "linear classifier's error": "\(budget.linearError) %",
      "images are hard": budget.isHard ? "yes" : "no",
      "images of small nets": size(data.small(scale).train),
      "images of full-size nets": size(data.shrunk(by: scale.curveShrinkage).train),
      "steps of fully connected nets": "\(scale.mlpSteps)",
      "steps of small convolutional nets":
        "\(scale.convolutionalSteps) of \(scale.convolutionalBatch) at \(scale.convolutionalRate)",
      "steps of full-size nets":
        "\(scale.curveSteps) of \(scale.curveBatch) at \(scale.curveLearningRate)",
    ]
  }
}

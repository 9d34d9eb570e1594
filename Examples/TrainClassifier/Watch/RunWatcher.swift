import Foundation
import Gradus
import GradusExampleSupport

/// Notes what a run's page shows while the run goes; the run's numbers stay the same.
final class RunWatcher {
  /// What the page's server reads.
  let history: SharedHistory

  private let model: any Classifier
  private let layers: [String]
  /// Who watches the step that runs; nil at a step that is not looked at.
  private var probe: GradientNorms?

  /// Watches a run of so many steps, which has not begun.
  init(_ model: any Classifier, _ configuration: TrainingConfiguration, steps: Int) {
    self.model = model
    layers = model.modules.filter { $0.module is Conv2d || $0.module is Linear }.map(\.path)
    var settings: [String: String] = [:]
    if case .object(let members) = configuration.json {
      for member in members {
        if case .string(let text) = member.value {
          settings[member.key] = text
        } else {
          settings[member.key] = member.value.text
        }
      }
    }
    history = SharedHistory(
      RunHistory(
        network: configuration.network, settings: settings, layers: layers, steps: steps,
        at: Date()))
  }

  /// Notes that step `step` is the next, and of a run that is resumed what its log has; throws as
  /// `MetricsTable` does.
  func begin(atStep step: Int, in folder: RunFolder) throws {
    let earlier = step > 0 ? try MetricsTable(readingFrom: folder.path).records : []
    history.update { $0.begin(atStep: step, after: earlier, at: Date()) }
  }

  /// Who watches a step.
  func observers(step: Int) -> [any TapeObserver] {
    probe = history.current.gradients.isDue(step) ? GradientNorms(model) : nil
    return probe.map { [$0] } ?? []
  }

  /// Notes what a step measured.
  func record(_ step: TrainingStep) {
    let norms = probe.map { probe in layers.map { probe.norms[$0 + ".weight"] ?? .nan } }
    let values = step.metrics.merging(["loss": step.loss]) { _, own in own }
    history.update {
      $0.record(
        step: step.number, values, learningRate: step.learningRate, norms: norms, at: Date())
    }
  }
}

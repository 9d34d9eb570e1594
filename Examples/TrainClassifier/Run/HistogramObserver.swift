import Gradus

/// Writes histograms of a step's gradients and of what the layers with weights return.
final class HistogramObserver: TapeObserver {
  private let log: TensorBoardLog
  private let paths: [ObjectIdentifier: String]
  private let step: Int
  private let modules: [ObjectIdentifier: String]

  init(
    _ log: TensorBoardLog, _ paths: [ObjectIdentifier: String], _ model: any Classifier,
    _ step: Int
  ) {
    (self.log, self.paths, self.step) = (log, paths, step)
    modules = Dictionary(
      model.modules.filter { $0.module is Conv2d || $0.module is Linear }
        .map { (ObjectIdentifier($0.module), $0.path.replacing(".", with: "/")) },
      uniquingKeysWith: { first, _ in first })
  }

  /// What went wrong; an observer does not throw, and the recorder does at the end of the step.
  private(set) var problem: (any Error)?

  func observe(_ event: TapeEvent, on tape: Tape) {
    guard problem == nil else { return }
    do {
      switch event {
      case .finalGradient(let gradient, let owner):
        guard let path = paths[ObjectIdentifier(owner)] else { return }
        try log.histogram("gradients/\(path)", gradient, step: step)
      case .left(let module, let outputs):
        guard let path = modules[ObjectIdentifier(module)], let output = outputs.first else {
          return
        }
        try log.histogram("activations/\(path)", output.value, step: step)
      default: break
      }
    } catch { problem = error }
  }
}

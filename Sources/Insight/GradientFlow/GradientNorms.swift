import GradusAutodiff
import GradusLayers
import GradusTensors

/// Measures the norm of each parameter's gradient in a backward run.
///
///     let probe = GradientNorms(model)
///     try loop.step(batch, observers: [probe])
///     probe.norms["layer1.0.conv1.weight"]
///
/// An observer of the tape: the model does not know of it.
public final class GradientNorms: TapeObserver {
  /// The Euclidean norm by parameter path, of the latest tape.
  public private(set) var norms: [String: Double] = [:]

  private let paths: [ObjectIdentifier: String]
  private weak var watched: Tape?

  /// Makes a probe of all parameters of a model.
  public init(_ model: any Module) {
    paths = Dictionary(
      uniqueKeysWithValues: model.parameters.map { (ObjectIdentifier($0.parameter), $0.path) })
  }

  /// Takes the norm of a final gradient.
  public func observe(_ event: TapeEvent, on tape: Tape) {
    guard case .finalGradient(let gradient, let owner) = event else { return }
    if watched !== tape { norms = [:] }
    watched = tape
    guard let path = paths[ObjectIdentifier(owner)] else { return }
    norms[path] = gradient.norm
  }
}

import GradusAutodiff
import GradusLayers
import GradusTensors

/// What some of a model's modules gave in one run, by their paths.
///
///     let maps = try FeatureMaps(of: model, at: ["layer2.1", "layer4"], input: images) { model($0) }
///     maps["layer4"]?.shape                       // [n, 7, 7, 512]
///
/// The run is one in inference mode unless told otherwise, and leaves the model as it is.
public struct FeatureMaps: Sendable {
  /// The paths that were asked for, in their order.
  public let paths: [String]

  private let outputs: [String: Tensor]

  /// Runs a model and keeps what modules gave.
  ///
  /// Throws `UnknownModulePath` when the model has no module at a path or the run did not call it.
  ///
  /// - Parameters:
  ///   - model: the model, whose modules' paths are as in its state dictionary.
  ///   - paths: of the modules; a module that is called several times gives what its last call gave.
  ///   - input: what the model is run on.
  ///   - mode: how layers behave; running statistics stand still in both.
  ///   - run: runs the model.
  public init<Output>(
    of model: any Module, at paths: [String], input: Tensor, mode: Tape.Mode = .inference,
    _ run: (Variable) throws -> Output
  ) throws {
    let modules = model.modules
    let wanted = try paths.map { path in
      guard let found = modules.first(where: { $0.path == path }) else {
        throw UnknownModulePath(path: path, known: modules.map(\.path), isCalled: false)
      }
      return found
    }
    var outputs: [String: Tensor] = [:]
    let tape = Tape(
      mode, updatesStatistics: false, recording: false, step: 0,
      observers: [
        ClosureObserver { event, _ in
          guard case .left(let scope, let results) = event, let result = results.first else {
            return
          }
          for item in wanted where item.module === scope { outputs[item.path] = result.value }
        }
      ])
    tape.root = model
    _ = try run(tape.constant(input))
    if let absent = paths.first(where: { outputs[$0] == nil }) {
      throw UnknownModulePath(path: absent, known: [], isCalled: true)
    }
    (self.paths, self.outputs) = (paths, outputs)
  }

  /// What the module at a path gave; nil for a path that was not asked for.
  public subscript(path: String) -> Tensor? { outputs[path] }
}

/// A path at which a model has no module, or none that was run.
public struct UnknownModulePath: Error, Sendable, Hashable, CustomStringConvertible {
  /// One line that names the path and what is near it.
  public let description: String

  init(path: String, known: [String], isCalled: Bool) {
    if isCalled {
      description =
        "features: the run did not call the module \"\(path)\"; ask for one that the model's forward uses"
      return
    }
    let nearest = EditDistance.nearest(to: path, among: known.filter { !$0.isEmpty })
    description =
      "features: the model has no module \"\(path)\""
      + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
  }
}

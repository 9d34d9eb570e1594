import GradusTensors

/// Finds the first NaN or infinity of a run, forward or backward, and says where it arose.
///
///     let detector = AnomalyDetector()
///     let tape = Tape(.training, step: step, observers: [detector])
///     ...
///     try detector.check()     // "step 120: NaN in the gradient of conv2d in layer1.0.conv1 ..."
public final class AnomalyDetector: TapeObserver {
  /// Where the first anomaly arose.
  public struct Anomaly: Error, Sendable, CustomStringConvertible {
    /// The training step of the tape; nil when it has none.
    public let step: Int?
    /// The path of the module that recorded the operation; empty outside of modules.
    public let path: String
    /// The operation's name.
    public let operation: String
    /// The operations whose pullbacks gave a gradient, with their layer paths; empty for a value.
    public let sources: [String]
    /// Whether it was a gradient, in the backward run, and not a value.
    public let isGradient: Bool
    /// The shape of the value or gradient.
    public let shape: Shape
    /// The row-major position of the first element that is not finite, and that element.
    public let index: Int, element: Double

    /// One line that names the step, the operation, the layer path and the element.
    public var description: String {
      "\(step.map { "step \($0): " } ?? "")\(element.isNaN ? "NaN" : "infinity") in the "
        + "\(isGradient ? "gradient of" : "result of") \(operation)"
        + "\(path.isEmpty ? "" : " in \(path)") (shape \(shape), first at element \(index))"
        + "\(sources.isEmpty ? "" : ", given by \(sources.joined(separator: " and "))"); "
        + (operation == "constant"
          ? "check the data it was made from"
          : "lower the learning rate or look at this layer's input")
    }
  }

  /// True: the operation inside a recomputed part is what is to be found.
  public var watchesRecomputation: Bool { true }

  /// The first anomaly seen so far.
  public private(set) var first: Anomaly?

  private let root: (any TapeScope)?

  /// Makes a detector; it can watch any number of tapes one after another.
  ///
  /// - Parameter model: where paths start; without it at the tape's root or at the outermost module
  ///   that was called, which is not the model where the model's own call has no scope.
  public init(of model: (any TapeScope)? = nil) { root = model }

  /// Throws the first anomaly, if there was one.
  public func check() throws {
    if let first { throw first }
  }

  /// Looks at a forward value or a gradient.
  public func observe(_ event: TapeEvent, on tape: Tape) {
    switch event {
    case .recorded(let node, let value): inspect(value, node, tape, isGradient: false)
    case .gradient(let node, let value): inspect(value, node, tape, isGradient: true)
    default: break
    }
  }

  private func inspect(_ tensor: Tensor, _ node: Int, _ tape: Tape, isGradient: Bool) {
    guard first == nil, let index = tensor.firstNonFiniteIndex else { return }
    first = Anomaly(
      step: tape.step, path: tape.path(of: node, from: root ?? tape.root),
      operation: tape.nodes[node].operation.name,
      sources: isGradient ? sources(of: node, tape) : [], isGradient: isGradient,
      shape: tensor.shape, index: index, element: tensor.scalars[index])
  }

  /// What used a node's result: its gradient came from there, and was finite before.
  private func sources(of node: Int, _ tape: Tape) -> [String] {
    tape.nodes.indices.dropFirst(node + 1)
      .filter { tape.nodes[$0].requiresGradient && tape.nodes[$0].inputs.contains(node) }
      .map { tape.describe($0, from: root ?? tape.root) }
  }
}

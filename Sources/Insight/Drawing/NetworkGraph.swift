import GradusAutodiff
import GradusLayers
import GradusTensors

/// A network as boxes within boxes and the arrows between the innermost ones.
///
/// Innermost boxes are modules without modules of their own, and operations between modules. Equal
/// modules in a row are one box with its number of repeats.
public struct NetworkGraph: Sendable {
  /// The network itself: the box around everything.
  public internal(set) var root: Box
  /// Arrows from box to box, as identifiers of innermost boxes, each once.
  public internal(set) var edges: [Edge]

  /// A module, or an operation between modules.
  public struct Box: Sendable {
    /// The number of an innermost box in the order of the run; nil for a box around others.
    public let identifier: Int?
    /// The name and the type, `conv1 Conv2d`.
    public let title: String
    /// Geometry and shape of the result.
    public let detail: String
    /// What the box is for; nil for a box around others.
    public let kind: TapeOperation.Kind?
    /// How many equal modules in a row the box stands for.
    public let repeats: Int
    /// The boxes inside, in the order of the run.
    public internal(set) var children: [Box] = []
  }

  /// An arrow between innermost boxes.
  public struct Edge: Sendable, Hashable {
    /// Where it starts and ends.
    public let from: Int, to: Int
  }

  /// Runs a network on shapes and draws what the tape says.
  ///
  /// - Parameters:
  ///   - model: the network.
  ///   - title: what the outermost box is called.
  ///   - input: the shape of the images, `[n, h, w, c]`.
  ///   - forward: runs the model on a variable.
  public init(
    of model: any Module, title: String, input: Shape, forward: (Variable) -> Variable
  ) {
    let tape = Tape(.inference)
    _ = forward(tape.constant(Tensor(shapeOnly: input)))
    let tree = NetworkCosts(of: model, input: input, forward: forward).root.collapsed()
    let reader = GraphReader(tape, ModuleIndex(model), tree)
    (root, edges) = reader.graph(titled: title)
  }
}

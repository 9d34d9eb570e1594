import GradusAutodiff
import GradusLayers
import GradusTensors

/// A network as boxes within boxes and the arrows between the innermost ones.
///
/// Innermost boxes are modules that call no others, and operations. What is computed is drawn however
/// it was fused: a normalisation that adds a shortcut and applies an activation in the same pass is
/// three boxes, `BatchNorm`, `+` and `ReLU`, as in He et al. 2015, Fig. 2.
///
///     let graph = NetworkGraph(of: model, title: "net", input: [1, 224, 224, 3]) { model($0).logits }
///     try graph.folded().svg(identifier: "net", title: "net").standalone.write(to: file)
///
/// The graph of a run is complete; `part(at:)`, `limited(to:)`, `weightedLayers` and `folded()` make
/// smaller ones of it.
public struct NetworkGraph: Sendable {
  /// The network itself: the box around everything.
  public internal(set) var root: Box
  /// Arrows from box to box, as identifiers of innermost boxes, each once.
  public internal(set) var edges: [Edge]

  /// An arrow between innermost boxes.
  public struct Edge: Sendable, Hashable {
    /// Where it starts and ends.
    public let from: Int, to: Int
  }

  /// Where data flow in a picture.
  public enum Direction: String, Sendable, CaseIterable {
    /// From top to bottom.
    case down
    /// From left to right.
    case right
  }

  init(root: Box, edges: [Edge]) { (self.root, self.edges) = (root, edges) }

  /// Runs a network on shapes and reads the graph off the tape.
  ///
  /// - Parameters:
  ///   - model: the network.
  ///   - title: what the outermost box is called.
  ///   - input: the shape of the images, `[n, h, w, c]`; in training two images or more, as batch
  ///     normalisation of single pixels needs them.
  ///   - mode: `.training` also shows dropout and auxiliary heads.
  ///   - forward: runs the model on a variable.
  public init(
    of model: any Module, title: String, input: Shape, mode: Tape.Mode = .inference,
    forward: (Variable) -> Variable
  ) {
    let calls = CallRecorder()
    let tape = Tape(mode, updatesStatistics: false, step: 0, observers: [calls])
    let images = tape.constant(Tensor(shapeOnly: input))
    _ = forward(images)
    var reader = GraphReader(tape, ModuleIndex(model))
    root = reader.network(calls.outermost(of: model), titled: title, images: images)
    edges = reader.edges
  }

  /// The innermost boxes in the order of the run.
  public var innermost: [Box] { root.innermost }
}

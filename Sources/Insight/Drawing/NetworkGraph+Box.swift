import GradusAutodiff
import GradusTensors

extension NetworkGraph {
  /// A module, an operation, or several that repeat together.
  public struct Box: Sendable, Hashable {
    /// The number of an innermost box in the order of the run; nil for a box around others.
    public internal(set) var identifier: Int?
    /// The path of the module, or of the module that an operation belongs to.
    public let path: String
    /// The name within the module around it, `conv1`; empty for an operation.
    public internal(set) var name: String
    /// The module's type, `Conv2d`, or the operation, `+`.
    public let type: String
    /// Kernel, stride and groups of a convolution or pooling, `3x3/2 g32`; empty for others.
    public internal(set) var geometry = ""
    /// The shape of the result, with its batch; nil where nothing is returned.
    public internal(set) var output: Shape?
    /// The shape of the last result where repeats grow, as in a dense block; nil where they are equal.
    public internal(set) var lastOutput: Shape?
    /// What an innermost box computes; nil for a box around others and for a module whose inside is
    /// not shown.
    public internal(set) var kind: TapeOperation.Kind?
    /// For how many equal boxes in a row it stands.
    public internal(set) var repeats = 1
    /// The boxes inside, in the order of the run.
    public internal(set) var children: [Box] = []

    /// The name and the type, `conv1 Conv2d`.
    public var title: String {
      [name, type].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The title, and how often the box repeats: `1…2 Bottleneck ×2`.
    public var label: String { repeats == 1 ? title : "\(title) ×\(repeats)" }

    /// Geometry and shape of the result, `3x3/2  56x56x64`.
    public var detail: String {
      [geometry, size].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// The shape of the result without its batch, `56x56x64`; `56x56x64…224` where repeats grow.
    var size: String {
      guard let output else { return "" }
      let first = output.dimensions.dropFirst().map(String.init).joined(separator: "x")
      return first + (lastOutput.map { "…\($0[-1])" } ?? "")
    }

    /// The innermost boxes, this one if it is one.
    var innermost: [Box] { identifier == nil ? children.flatMap(\.innermost) : [self] }

    /// All boxes, outer before inner.
    var all: [Box] { [self] + children.flatMap(\.all) }
  }
}

extension NetworkGraph.Box {
  init(path: String, name: String, type: String) {
    (self.path, self.name, self.type) = (path, name, type)
  }

  /// The same operation as one of the module at another path.
  init(movedFrom box: NetworkGraph.Box, to path: String) {
    self.init(path: path, name: box.name, type: box.type)
    (identifier, kind, output) = (box.identifier, box.kind, box.output)
  }
}

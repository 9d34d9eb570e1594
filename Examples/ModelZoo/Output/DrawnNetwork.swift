import Gradus
import GradusExampleSupport

/// The graph of a network or of one of its modules, as small as it has to be to be read.
struct DrawnNetwork {
  let title: String
  let graph: NetworkGraph
  /// What was left out that was not asked to be; nil when nothing was.
  let remark: String?

  /// More boxes than this cannot be read.
  static let mostBoxes = 170

  /// Draws a network.
  ///
  /// - Parameters:
  ///   - entry: the network, on images of its published size.
  ///   - module: the path of the module to draw alone; nil for the network.
  ///   - isTraining: whether dropout and auxiliary heads run.
  ///   - depth: how deep modules are opened; nil for the deepest that stays readable.
  ///   - layersOnly: whether only weighted layers, poolings and meeting points are shown.
  ///   - isFolded: whether equal boxes in a row are drawn once.
  init(
    _ entry: CatalogEntry, module: String? = nil, isTraining: Bool = false, depth: Int? = nil,
    layersOnly: Bool = false, isFolded: Bool = true
  ) throws {
    let model = entry.make(entry.classes, entry.inputSize.channels)
    var whole = NetworkGraph(
      of: model, title: entry.name, input: entry.inputShape(batch: isTraining ? 2 : 1),
      mode: isTraining ? .training : .inference
    ) { model($0).logits }
    if let module {
      guard let part = whole.part(at: module) else {
        throw Self.missing(module, in: model, entry)
      }
      whole = part
    }
    let title = module.map { "\(entry.name) \($0)" } ?? entry.name
    self.title = title
    if layersOnly { whole = whole.weightedLayers }
    if let depth { whole = whole.limited(to: depth) }
    if depth != nil || !isFolded {
      (graph, remark) = (isFolded ? whole.folded() : whole, nil)
      return
    }
    let full = whole.folded()
    guard full.innermost.count > Self.mostBoxes, let deepest = Self.depth(of: full.root) else {
      (graph, remark) = (full, nil)
      return
    }
    let closed = (1..<max(2, deepest)).reversed().lazy.map { ($0, whole.limited(to: $0).folded()) }
      .first { $0.1.innermost.count <= Self.mostBoxes || $0.0 == 1 }
    graph = closed?.1 ?? full
    remark = closed.map {
      "note: \(title) is drawn to depth \($0.0) of \(deepest), \($0.1.innermost.count) boxes instead of "
        + "\(full.innermost.count); --depth \(deepest) draws all, --module one part"
    }
  }

  private static func depth(of box: NetworkGraph.Box) -> Int? {
    box.identifier != nil ? 0 : (box.children.compactMap { depth(of: $0) }.max() ?? 0) + 1
  }

  private static func missing(
    _ path: String, in model: any Classifier, _ entry: CatalogEntry
  ) -> UserError {
    let paths = model.modules.map(\.path).filter { !$0.isEmpty }
    if paths.contains(path) {
      return UserError(
        "\(entry.name): module \"\(path)\" does not run in inference; add --training")
    }
    let near =
      EditDistance.nearest(to: path, among: paths).map { "; did you mean \"\($0)\"?" } ?? ""
    return UserError("\(entry.name) has no module \"\(path)\"\(near)")
  }
}

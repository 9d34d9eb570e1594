import GradusAutodiff
import GradusPlots

extension NetworkGraph {
  /// How the innermost boxes of a picture are labelled.
  public enum LabelStyle: String, Sendable, CaseIterable {
    /// Name and type, and below them geometry and size.
    case full
    /// One word or two: what is computed.
    case short
    /// As `short`, turned by a quarter where data flow to the right, which makes boxes narrow: whole
    /// networks on one slide.
    case turned
  }
}

extension NetworkGraph.Box {
  /// The lines of its label.
  func lines(_ style: NetworkGraph.LabelStyle) -> [String] {
    style == .full ? [label, detail].filter { !$0.isEmpty } : [shortLabel]
  }

  /// What is computed, with channels: `3x3 conv 64 /2`.
  private var shortLabel: String {
    let channels = output.map { $0.rank == 0 ? "" : "\($0[-1])" } ?? ""
    let parts = geometry.split(separator: "/", maxSplits: 1)
    let stride = parts.count > 1 ? " /\(parts[1])" : ""
    let kernel = parts.first.map(String.init) ?? ""
    let text: String
    switch kind {
    case .convolution: text = "\(kernel) conv \(channels)\(stride)"
    case .matrixProduct: text = "fc \(channels)"
    case .pooling: text = geometry.isEmpty ? "average pool" : "pool\(stride)"
    case .leaf: text = "input \(size)"
    case .addition: text = "+"
    case nil: text = name.isEmpty ? type : "\(name) \(channels)"
    default: text = type
    }
    return repeats == 1 ? text : "\(text) ×\(repeats)"
  }

  /// The box's size in a picture along and across a flow that runs down the page or to the right.
  func size(_ style: NetworkGraph.LabelStyle, isDown: Bool) -> FlowSize {
    if kind == .addition, repeats == 1 {
      return style == .turned ? FlowSize(along: 14, across: 14) : FlowSize(along: 26, across: 26)
    }
    let lines = lines(style)
    let text = lines.map { TextMetrics.width($0, size: 12) }.max() ?? 0
    let width = max(text + 20, style == .full ? 80 : 40)
    let height = lines.count > 1 ? 42.0 : style == .full ? 28 : style == .short ? 24 : 17
    return isDown || style == .turned
      ? FlowSize(along: height, across: width) : FlowSize(along: width, across: height)
  }
}

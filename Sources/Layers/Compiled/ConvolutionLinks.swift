import GradusAutodiff
import GradusTensors

/// Convolutions that follow one another and are computed together, or one alone.
struct ConvolutionLinks {
  /// One of them, and the nodes that it computes.
  typealias Link = (convolution: FusedConvolution, nodes: [Int])

  private let links: [Link]
  private let source: Int
  /// What computes several.
  private let chain: ConvolutionChain?

  /// Those that end in a node: from the first on, each joins those before it where they make a chain.
  init(endingIn node: Int, _ all: [Int: Link], _ graph: InferenceGraph) {
    var (run, sources) = ([Link](), [Int]())
    var next: Int? = node
    while let place = next, let link = all[place], case .node(let source) = link.convolution.source
    {
      run.insert(link, at: 0)
      sources.insert(source, at: 0)
      next = graph.isUsedOnce(source) ? source : nil
    }
    var (first, chain) = (0, ConvolutionChain?.none)
    for place in run.indices.dropFirst() {
      let stages = run[first...place].map(\.convolution.stage)
      let shape = graph.tape.nodes[sources[first]].shape
      chain = ConvolutionChain(stages, input: shape, dtype: run[first].convolution.filter.dtype)
      if chain == nil { first = place }
    }
    links = Array(run[first...])
    source = sources[first]
    self.chain = chain
  }

  /// What computes them.
  var step: StepPlanner.Step {
    let nodes = links.flatMap(\.nodes)
    let additions = links.map(\.convolution.addition)
    let operands = [source] + additions.compactMap(\.self)
    guard let chain = chain?.kept() else {
      let convolution = links[links.count - 1].convolution
      return .init(operands: operands, nodes: nodes) { inputs in
        inputs[0].conv2d(
          convolution.filter, convolution.geometry,
          convolution.epilogue(adding: inputs.count > 1 ? inputs[1] : nil),
          roundingCompounds: false)
      }
    }
    let isAdding = additions.map { $0 != nil }
    return .init(operands: operands, nodes: nodes) { inputs in
      var rest = inputs.dropFirst()
      return chain.adding(isAdding.map { $0 ? rest.removeFirst() : nil })(inputs[0])
    }
  }
}

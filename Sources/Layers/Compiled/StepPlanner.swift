import GradusAutodiff
import GradusTensors

/// Turns the operations of a graph into the fewest steps: what follows a convolution joins it, and
/// convolutions that follow one another make chains.
struct StepPlanner {
  /// What is known of a step before places are dealt out.
  struct Step {
    /// The nodes whose values it takes, one for each operand.
    let operands: [Int]
    /// The nodes it computes, its result last.
    let nodes: [Int]
    /// Bytes that it takes beside operands and result.
    var extraBytes = 0
    let compute: ForwardRule
  }

  private let graph: InferenceGraph
  /// Convolutions by the node of their result, and the nodes they compute.
  private var convolutions: [Int: ConvolutionLinks.Link] = [:]
  /// Channels side by side that may never exist, by node.
  private var joined: [Int: FusedConvolution.Joined] = [:]

  init(_ graph: InferenceGraph) { self.graph = graph }

  /// The steps, in order, without those whose results nobody takes.
  ///
  /// - Throws: `CompilationError` for an operation that only the model's own code computes.
  static func steps(_ graph: InferenceGraph) throws(CompilationError) -> [Step] {
    var planner = StepPlanner(graph)
    for node in graph.computed { planner.fuse(node) }
    var steps: [Step] = []
    var wanted: Set<Int> = [graph.output]
    for node in graph.computed.reversed() where wanted.contains(node) {
      let step = try planner.step(node)
      steps.append(step)
      wanted.formUnion(step.operands)
    }
    return steps.reversed()
  }

  // MARK: - Fusion

  private mutating func fuse(_ node: Int) {
    let record = graph.tape.nodes[node]
    let inputs = graph.inputs(of: node)
    if record.operation.name == "conv2d", let filter = graph.known[inputs[1]],
      let geometry = record.operation.convolutionGeometry
    {
      let source = joined[inputs[0]].flatMap { joined in
        !joined.finish.isEmpty && graph.isUsedOnce(inputs[0])
          ? FusedConvolution.Source.joined(joined) : nil
      }
      convolutions[node] = (
        FusedConvolution(source ?? .node(inputs[0]), filter, geometry, record.shape), [node]
      )
    } else if record.operation.name == "concatenate", inputs.count > 1, record.shape.rank == 4,
      record.operation.integer("axis") == 3
    {
      joined[node] = .init(
        parts: inputs.flatMap { input in
          joined[input].flatMap { $0.finish.isEmpty ? $0.parts : nil } ?? [input]
        })
    } else if let finish = record.fixedNormalization(graph.known) {
      let addition = record.operation.isSet("adds") ? inputs.last : nil
      if extend(inputs[0], to: node, { $0.normalized(finish, adding: addition) }) { return }
      if addition == nil, let parts = joined[inputs[0]], parts.finish.isEmpty {
        joined[node] = .init(parts: parts.parts, finish: finish)
      }
    } else if record.operation.name == "add" {
      _ = extendBySum(node, inputs[0], inputs[1]) || extendBySum(node, inputs[1], inputs[0])
    } else if let activation = record.operation.plainActivation {
      if extend(inputs[0], to: node, { $0.activated(activation) }) { return }
      if var parts = joined[inputs[0]], !parts.finish.isEmpty,
        parts.finish.activation == .identity
      {
        parts.finish.activation = activation
        joined[node] = parts
      }
    }
  }

  private mutating func extendBySum(_ node: Int, _ source: Int, _ other: Int) -> Bool {
    let (shape, value) = (graph.tape.nodes[other].shape, graph.known[other])
    return extend(source, to: node) { $0.adding(other, of: shape, value) }
  }

  /// Makes a convolution's result that of an operation that alone takes it; whether that can be.
  private mutating func extend(
    _ source: Int, to node: Int, _ change: (FusedConvolution) -> FusedConvolution?
  ) -> Bool {
    guard graph.isUsedOnce(source), let (convolution, nodes) = convolutions[source],
      let next = change(convolution)
    else { return false }
    convolutions[source] = nil
    convolutions[node] = (next, nodes + [node])
    return true
  }

  // MARK: - Steps

  private func step(_ node: Int) throws(CompilationError) -> Step {
    if let (convolution, nodes) = convolutions[node] {
      if case .joined(let joined) = convolution.source {
        return step(convolution, joined, nodes)
      }
      return ConvolutionLinks(endingIn: node, convolutions, graph).step
    }
    if let joined = joined[node], !joined.finish.isEmpty {
      let finish = joined.finish
      return Step(operands: joined.parts, nodes: [node]) { Self.value($0, finish) }
    }
    let record = graph.tape.nodes[node]
    guard let rule = record.forwardRule else {
      throw graph.failure(
        node,
        record.operation.kind == .leaf
          ? "has numbers that its model makes of the input's; call the model itself"
          : "is one that only the model's own code computes; call the model itself")
    }
    // What its squares add up to is computed beside the result.
    let extra =
      record.operation.kind == .localResponse ? record.shape.count * record.dtype.byteCount : 0
    return Step(
      operands: graph.inputs(of: node), nodes: [node], extraBytes: extra, compute: rule)
  }

  /// Channels side by side with what is done with each of them.
  private static func value(_ parts: [Tensor], _ finish: ConvolutionEpilogue) -> Tensor {
    if let joined = JoinedChannels(parts, finish) { return joined.value }
    return Tensor.concatenate(parts, axis: 3).finished(by: finish)
  }

  private func step(
    _ convolution: FusedConvolution, _ joined: FusedConvolution.Joined, _ nodes: [Int]
  ) -> Step {
    let count = joined.parts.count
    let shapes = joined.parts.map { graph.tape.nodes[$0].shape }
    let shape = Shape(
      Array(shapes[0].dimensions.dropLast()) + [shapes.reduce(0) { $0 + $1[-1] }])
    let feeds = JoinedChannels.feed(shape, convolution.filter, convolution.geometry)
    return Step(
      operands: joined.parts + [convolution.addition].compactMap(\.self), nodes: nodes,
      extraBytes: feeds ? 0 : shape.count * convolution.filter.dtype.byteCount
    ) { inputs in
      let (parts, filter) = (Array(inputs.prefix(count)), convolution.filter)
      let epilogue = convolution.epilogue(adding: inputs.count > count ? inputs[count] : nil)
      if let joined = JoinedChannels(parts, joined.finish),
        joined.feeds(filter, convolution.geometry)
      {
        return joined.conv2d(filter, convolution.geometry, epilogue)
      }
      return Self.value(parts, joined.finish).conv2d(
        filter, convolution.geometry, epilogue, roundingCompounds: false)
    }
  }
}

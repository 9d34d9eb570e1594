import GradusAutodiff
import GradusLayers
import GradusTensors

/// What a network costs, read off the tape of a forward run on shapes alone.
///
///     let costs = NetworkCosts(of: model, input: [1, 224, 224, 3]) { model($0).logits }
///     costs.multiplyAdds
///
/// The run is one of inference, so auxiliary heads are not in it; nothing is computed and the model
/// may be one without values.
public struct NetworkCosts: Sendable {
  /// The shape of the images, `[n, h, w, c]`.
  public let input: Shape
  /// Every operation in the order it ran, without leaves.
  public let operations: [OperationCost]
  /// Trainable numbers that the run used: without auxiliary heads.
  public let parameters: Int
  /// All trainable numbers.
  public let parametersWithAuxiliary: Int
  /// Numbers that belong to the model but are not trained, of the modules that ran.
  public let buffers: Int
  /// Scales of batch normalisations, γ; part of `parameters`.
  public let normalizationScales: Int
  /// Output channels of convolutions without a bias: how many numbers biases would add.
  public let absentConvolutionBiases: Int
  /// The modules as a tree.
  public let root: ModuleCost

  /// Runs a network on shapes.
  ///
  /// - Parameters:
  ///   - model: the network.
  ///   - input: the shape of the images, `[n, h, w, c]`.
  ///   - dtype: the element type of the images; the model's.
  ///   - saved: what a training run saves, to be shown in the tree; nil for nothing.
  ///   - forward: runs the model on a variable.
  public init(
    of model: any Module, input: Shape, dtype: DType = .float32,
    saved: SavedForBackward? = nil, forward: (Variable) -> Variable
  ) {
    let members = ModuleIndex(model)
    let outputs = ModuleOutputs()
    let tape = Tape(.inference, observers: [outputs])
    _ = forward(tape.constant(Tensor(shapeOnly: input, dtype: dtype)))
    self.input = input
    operations = tape.nodes.indices.compactMap { index in
      guard !tape.nodes[index].inputs.isEmpty else { return nil }
      return OperationCost(
        tape.nodes[index], path: members.path(of: index, on: tape), on: tape)
    }
    parameters = tape.nodes.reduce(0) { $0 + ($1.owner is Parameter ? $1.shape.count : 0) }
    parametersWithAuxiliary = model.parameterCount
    buffers = members.modules.reduce(0) { sum, member in
      outputs.shapes[ObjectIdentifier(member.module)] == nil
        ? sum : sum + (members.buffers[member.path] ?? 0)
    }
    normalizationScales = Self.normalizationScales(on: tape)
    absentConvolutionBiases = Self.absentConvolutionBiases(on: tape)
    root = ModuleCost.tree(members, outputs, operations, saved)
  }

  private static func normalizationScales(on tape: Tape) -> Int {
    let scales = tape.nodes.compactMap { node in
      node.operation.kind == .normalization && node.operation.isSet("scales") ? node.inputs[1] : nil
    }
    // A parameter has one node on a tape, however often it is used.
    return Set(scales).reduce(0) { $0 + tape.nodes[$1].shape.count }
  }

  private static func absentConvolutionBiases(on tape: Tape) -> Int {
    let biased = Set(
      tape.nodes.compactMap { $0.addsParameter(on: tape) ? $0.inputs[0] : nil })
    let filters = tape.nodes.indices.compactMap { node in
      tape.nodes[node].operation.kind == .convolution && !biased.contains(node)
        ? tape.nodes[node].inputs[1] : nil
    }
    return Set(filters).reduce(0) { $0 + tape.nodes[$1].shape[-1] }
  }

  /// Multiply-adds of convolutions and matrix products, without biases.
  public var multiplyAdds: Int { total(\.multiplyAdds) }

  /// Results of convolutions, in elements.
  public var convolutionOutputElements: Int { total(\.outputElements, of: [.convolution]) }

  /// The sum of a count over the operations of some kinds, or of all.
  public func total(
    _ count: KeyPath<OperationCost, Int>, of kinds: Set<TapeOperation.Kind>? = nil
  ) -> Int {
    operations.reduce(0) { sum, operation in
      kinds?.contains(operation.kind) ?? true ? sum + operation[keyPath: count] : sum
    }
  }
}

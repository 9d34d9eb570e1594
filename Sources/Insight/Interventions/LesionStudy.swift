import GradusAutodiff
import GradusLayers
import GradusTensors

/// Deletes parts of a trained network one at a time and measures what is lost (Veit, Wilber and
/// Belongie 2016, §4.1).
///
///     let study = LesionStudy(of: model, input: [1, 32, 32, 3]) { model($0).logits }
///     let increases = study.errorIncreases(study.residualBlocks, images: images, labels: labels)
///
/// A residual block is replaced by its shortcut, other modules by the identity. The deletion is part
/// of a run and not of the model, whose weights and statistics are never touched.
public struct LesionStudy {
  /// Residual blocks, in the order of the forward run.
  public let residualBlocks: [Lesion]
  /// Residual blocks whose branch no parameters are known to make zero; they cannot be deleted.
  public let undeletable: [String]

  private let modules: [Lesion]
  private let forward: (Variable) -> Variable

  /// Finds what can be deleted, from a run on shapes that costs no memory.
  ///
  /// - Parameters:
  ///   - model: the network.
  ///   - input: the shape of a batch, `[n, h, w, c]`.
  ///   - dtype: the element type of the input; the model's.
  ///   - forward: runs the model on a variable and gives its logits, `[n, classes]`.
  public init(
    of model: any Module, input: Shape, dtype: DType = .float32,
    forward: @escaping (Variable) -> Variable
  ) {
    let recorder = ModuleCallRecorder()
    let tape = Tape(.inference, observers: [recorder])
    tape.root = model
    _ = forward(tape.constant(Tensor(shapeOnly: input, dtype: dtype)))
    let weights = WeightedLayer.all(of: model)
    let additions = ResidualAddition.all(on: tape)
    let found = additions.map { Self.residualLesion($0, weights, on: tape) }
    residualBlocks = found.compactMap { $0 }
    undeletable = zip(additions, found).filter { $0.1 == nil }.map(\.0.path)
    modules = Self.moduleLesions(recorder.calls, additions, model, weights, on: tape)
    self.forward = forward
  }

  /// The modules outside of residual blocks that keep their input's shape and hold a number of
  /// weighted layers: 2 for the blocks of a plain net.
  public func layers(count: Int) -> [Lesion] { modules.filter { $0.weightedLayers == count } }

  /// The logits of a batch in inference mode without some parts.
  public func output(of input: Tensor, deleting lesions: [Lesion] = []) -> Tensor {
    let tape = Tape(.inference, recording: false)
    for lesion in lesions { lesion.delete(on: tape) }
    return withExtendedLifetime(tape) { forward(tape.constant(input)).value }
  }

  /// The share of wrong answers without some parts, in 0...1.
  ///
  /// - Parameters:
  ///   - lesions: what is deleted.
  ///   - images: `[n, h, w, c]`.
  ///   - labels: one for each image.
  ///   - batchSize: how many images run at once.
  public func error(
    deleting lesions: [Lesion] = [], images: Tensor, labels: [Int], batchSize: Int = 250
  ) -> Double {
    precondition(
      images.shape[0] == labels.count && batchSize > 0 && !labels.isEmpty,
      "LesionStudy: \(labels.count) labels for images \(images.shape)")
    let starts = stride(from: 0, to: labels.count, by: batchSize)
    let wrong = starts.reduce(0) { sum, start in
      let range = start..<min(labels.count, start + batchSize)
      let answers = output(of: images.sliced(axis: 0, range), deleting: lesions).argMax()
      return sum + zip(answers, labels[range]).count { $0 != $1 }
    }
    return Double(wrong) / Double(labels.count)
  }

  /// By how much the share of wrong answers rises when each part alone is deleted.
  public func errorIncreases(
    _ lesions: [Lesion], images: Tensor, labels: [Int], batchSize: Int = 250
  ) -> [(lesion: Lesion, increase: Double)] {
    let whole = error(images: images, labels: labels, batchSize: batchSize)
    return lesions.map {
      ($0, error(deleting: [$0], images: images, labels: labels, batchSize: batchSize) - whole)
    }
  }

  private static func residualLesion(
    _ addition: ResidualAddition, _ weights: [WeightedLayer], on tape: Tape
  ) -> Lesion? {
    guard let owners = Annihilation(branchOf: addition, on: tape)?.owners else { return nil }
    let zeros = owners.compactMap { $0 as? Parameter }
    let branch = addition.branchNodes(on: tape)
    let deleted = weights.count { weight in
      branch.contains { tape.nodes[$0].owner === weight.parameter }
    }
    return Lesion(
      path: addition.path, kind: .residualBlock,
      keepsShape: tape.nodes[addition.start].shape == tape.nodes[addition.node].shape,
      weightedLayers: deleted
    ) { tape in
      for parameter in zeros { tape.use(parameter.value.filled(with: 0), for: parameter) }
    }
  }

  private static func moduleLesions(
    _ calls: [ModuleCall], _ additions: [ResidualAddition], _ model: any Module,
    _ weights: [WeightedLayer], on tape: Tape
  ) -> [Lesion] {
    let paths = Dictionary(
      model.modules.map { (ObjectIdentifier($0.module), $0.path) },
      uniquingKeysWith: { first, _ in first })
    return calls.compactMap { call in
      let inputs = call.inputs(on: tape)
      guard let path = paths[ObjectIdentifier(call.module)], call.module is any Layer,
        inputs.count == 1, let input = inputs.first,
        tape.nodes[input].shape == tape.nodes[call.output].shape,
        !additions.contains(where: { call.nodes.overlaps($0.start + 1..<$0.node + 1) })
      else { return nil }
      let count = weights.count { weight in
        tape.nodes[call.nodes].contains { $0.owner === weight.parameter }
      }
      guard count > 0 else { return nil }
      return Lesion(path: path, kind: .layers, keepsShape: true, weightedLayers: count) { tape in
        tape.replace(call.module) { $0 }
      }
    }
  }
}

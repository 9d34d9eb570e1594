import GradusAutodiff
import GradusLayers
import GradusStatistics
import GradusTensors

/// Follows each layer's response to what the layer passes on: through batch normalisation, addition
/// and rectification, in this order and each at most once.
struct ActivationTrace {
  /// How far a response has been followed.
  private enum Stage: Int {
    case response, normalized, added, activated
  }

  private struct Front {
    let layer: Int
    var stage: Stage
    /// The response as long as it is not measured.
    var response: Tensor?
  }

  /// By node; where two responses are added, both go on in the sum.
  private var fronts: [Int: [Front]] = [:]

  /// The layers whose activation a node is.
  func layers(at node: Int) -> [Int] { fronts[node]?.map(\.layer) ?? [] }

  /// Starts at the result of a layer's own operation.
  mutating func begin(layer: Int, node: Int, response: Tensor) {
    fronts[node, default: []].append(Front(layer: layer, stage: .response, response: response))
  }

  /// Looks whether a new node continues responses.
  mutating func follow(
    _ node: Int, _ value: Tensor, on tape: Tape,
    _ report: (_ layer: Int, _ values: [FlowQuantity: Double]) -> Void
  ) {
    let recorded = tape.nodes[node]
    var moved: [Front] = []
    for (position, input) in recorded.inputs.enumerated() {
      guard let input, var here = fronts[input] else { continue }
      for index in here.indices {
        guard let response = here[index].response else { continue }
        here[index].response = nil
        let isNormalized = position == 0 && recorded.operation.kind == .normalization
        let moments =
          isNormalized
          ? Self.normalizedMoments(response, value, node, on: tape)
          : Moments.meanAndVariance(of: response)
        report(
          here[index].layer,
          [.responseMean: moments.mean, .responseDeviation: moments.variance.squareRoot()])
      }
      let next =
        recorded.shape == tape.nodes[input].shape ? Self.stage(of: recorded, position) : nil
      let goesOn = here.filter { ($0.stage.rawValue) < (next?.rawValue ?? 0) }
      moved += goesOn.map { Front(layer: $0.layer, stage: next ?? $0.stage) }
      fronts[input] = here.filter { ($0.stage.rawValue) >= (next?.rawValue ?? 0) }
    }
    guard !moved.isEmpty else { return }
    fronts[node, default: []] += moved
    guard recorded.operation.appliedActivation?.rectifies == true, value.rank >= 2 else { return }
    let largest = value.maximum(axes: Array(0..<(value.rank - 1))).scalars
    let dead = Double(largest.count { $0 <= 0 }) / Double(max(1, largest.count))
    for front in moved { report(front.layer, [.deadShare: dead]) }
  }

  private static func stage(of node: TapeNode, _ position: Int) -> Stage? {
    switch node.operation.kind {
    case .activation: return .activated
    case .addition: return .added
    case .normalization:
      let adds = node.operation.isSet("adds")
      guard position == 0 || adds && position == node.inputs.count - 1 else { return nil }
      return node.operation.appliedActivation != nil ? .activated : adds ? .added : .normalized
    default: return nil
    }
  }

  /// The moments of a normalised response before addition and rectification, which the fused
  /// operation never writes to memory: they follow from the channels' statistics.
  ///
  /// NaN where it is fused and not a `BatchNorm` layer's.
  private static func normalizedMoments(
    _ response: Tensor, _ result: Tensor, _ node: Int, on tape: Tape
  ) -> (mean: Double, variance: Double) {
    let operation = tape.nodes[node].operation
    if !operation.isSet("adds") && operation.activation == .identity {
      return Moments.meanAndVariance(of: result)
    }
    guard let layer = tape.modules(around: node).last as? BatchNorm else { return (.nan, .nan) }
    let (mean, variance) = response.channelStatistics()
    let isTraining = tape.mode == .training
    let usedMean = isTraining ? mean : layer.runningMean.value
    let usedVariance = isTraining ? variance : layer.runningVar.value
    let inverse = (usedVariance + layer.epsilon).squareRoot().reciprocal()
    let slope = layer.weight.map { $0.value * inverse } ?? inverse
    let centre = (mean - usedMean) * slope
    let shifted = layer.bias.map { centre + $0.value } ?? centre
    return Moments.pooled(shifted.scalars, (variance * slope.squared()).scalars)
  }
}

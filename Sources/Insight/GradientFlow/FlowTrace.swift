import Foundation
import GradusAutodiff
import GradusLayers
import GradusStatistics
import GradusTensors

/// What is known of one watched step of a flow probe.
final class FlowTrace {
  let step: Int
  private let learningRate: Double?
  private let weights: [WeightedLayer]
  private let indexOfModule: [ObjectIdentifier: Int]
  private let indexOfParameter: [ObjectIdentifier: Int]
  /// The layers in the order they were first called.
  private var order: [Int] = []
  private var values: [[FlowQuantity: Double]]
  private var before: [Tensor?]
  private var activations: ActivationTrace

  init(_ weights: [WeightedLayer], step: Int, learningRate: Double?) {
    (self.weights, self.step, self.learningRate) = (weights, step, learningRate)
    indexOfModule = Dictionary(
      weights.enumerated().map { (ObjectIdentifier($0.element.module), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    indexOfParameter = Dictionary(
      weights.enumerated().map { (ObjectIdentifier($0.element.parameter), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    values = Array(repeating: [:], count: weights.count)
    before = Array(repeating: nil, count: weights.count)
    activations = ActivationTrace()
  }

  func enter(_ module: any TapeScope) {
    guard let index = indexOfModule[ObjectIdentifier(module)], !order.contains(index) else {
      return
    }
    order.append(index)
  }

  func leave(_ module: any TapeScope, _ outputs: [Variable]) {
    guard let index = indexOfModule[ObjectIdentifier(module)], let output = outputs.first,
      let node = output.node, !output.value.isShapeOnly
    else { return }
    activations.begin(layer: index, node: node, response: output.value)
  }

  func follow(_ node: Int, _ value: Tensor, on tape: Tape) {
    activations.follow(node, value, on: tape) { values[$0].merge($1) { $1 } }
  }

  func takeActivation(_ gradient: Tensor, of node: Int) {
    let layers = activations.layers(at: node)
    guard !layers.isEmpty else { return }
    let norm = gradient.norm
    for layer in layers { values[layer][.activationGradientNorm] = norm }
  }

  func takeWeight(_ gradient: Tensor, of owner: AnyObject) {
    guard let index = indexOfParameter[ObjectIdentifier(owner)] else { return }
    let weight = weights[index].parameter.value
    let norm = weight.norm
    values[index][.weightNorm] = norm
    values[index][.weightGradientNorm] = gradient.norm
    values[index][.gradientKurtosis] = Moments.kurtosis(of: gradient)
    if let learningRate { values[index][.effectiveLearningRate] = learningRate / (norm * norm) }
    before[index] = weight
  }

  /// The record; nil before a backward run has reached a weight.
  func record(updateIsKnown: Bool) -> FlowRecord? {
    guard before.contains(where: { $0 != nil }) else { return nil }
    var layers = values
    let updates = updateIsKnown ? weights.indices.map(update) : []
    // Without any change no step was taken yet.
    if updates.contains(where: { ($0?.norm ?? 0) > 0 }) {
      for (index, update) in updates.enumerated() {
        layers[index][.updateNorm] = update?.norm
        layers[index][.updateAngle] = update?.angle
      }
    }
    let called = Set(order)
    let all = order + weights.indices.filter { !called.contains($0) }
    return FlowRecord(
      step: step,
      layers: all.map { index in
        LayerFlow(path: weights[index].path, values: layers[index].filter { $0.value.isFinite })
      })
  }

  private func update(_ index: Int) -> (norm: Double, angle: Double)? {
    guard let old = before[index]?.converted(to: .float64) else { return nil }
    let new = weights[index].parameter.value.converted(to: .float64)
    let (oldNorm, newNorm) = (old.norm, new.norm)
    guard oldNorm > 0, newNorm > 0 else { return ((new - old).norm, .nan) }
    // Half the distance of the unit vectors is the sine of half the angle, exact for small ones.
    let distance = (new / newNorm - old / oldNorm).norm
    return ((new - old).norm, 2 * asin(min(1, distance / 2)) * 180 / .pi)
  }
}

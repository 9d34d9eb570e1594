import GradusAutodiff
import GradusInterchange
import GradusTensors

extension ONNXProgram {
  /// Runs the network; throws `ONNXError`.
  ///
  /// - Parameters:
  ///   - arguments: the inputs, in order.
  ///   - dtype: what floats are computed in.
  ///   - count: how many outputs are wanted.
  ///   - budget: what may be made of nothing, where the network is only checked.
  func run(
    _ arguments: [ONNXValue], dtype: DType, outputs count: Int, budget: ONNXBudget? = nil
  ) throws -> [ONNXValue] {
    var values: [String: ONNXValue] = [:]
    for (input, value) in zip(inputs, arguments) { values[input.name] = value }
    let anchor = arguments.first?.variable ?? Variable(Tensor(0))
    func value(_ name: String) -> ONNXValue? {
      if let known = values[name] { return known }
      if let weight = weights[name] {
        return ONNXValue(weight.value.variable(on: anchor), ElementKind(dtype))
      }
      guard let (tensor, kind) = constants[name] else { return nil }
      let isOwn = kind.isFloating && kind != .float64
      return ONNXValue(Variable(isOwn ? tensor.converted(to: dtype) : tensor), kind)
    }
    for step in steps {
      let given = step.node.inputs.map { $0.isEmpty ? nil : value($0) }
      let call = ONNXCall(
        node: step.node, inputs: given, opset: opset, dtype: dtype, budget: budget,
        tensor: { [bytes, path] in try $0.value(in: bytes, path: path) })
      let results = try results(of: step, call, anchor)
      guard results.count >= step.node.outputs.filter({ !$0.isEmpty }).count else {
        throw call.failure(
          "makes \(results.count) values, and the network wants \(step.node.outputs.count)")
      }
      for (name, result) in zip(step.node.outputs, results) where !name.isEmpty {
        if !result.variable.isShapeOnly { try budget?.spend(result.variable.count) }
        values[name] = result
      }
      for name in step.ending { values[name] = nil }
    }
    return try outputs.prefix(count).map { name in
      guard let result = value(name) else {
        throw FormatError(path, .onnx, "the output \(name.quoted) is made by nothing")
      }
      return result
    }
  }

  private func results(
    of step: Step, _ call: ONNXCall, _ anchor: Variable
  ) throws -> [ONNXValue] {
    if let layer = step.layer { return [try ONNXLayers.run(layer, call)] }
    guard let tape = anchor.tape, let scope = step.scope else {
      return try step.operation.run(call)
    }
    return try tape.inScope(of: scope) { Result { try step.operation.run(call) } }.get()
  }
}

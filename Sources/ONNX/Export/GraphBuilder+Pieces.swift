import GradusAutodiff
import GradusTensors

extension GraphBuilder {
  /// The path of the layer that recorded a node, as the state dictionary names it.
  func path(_ node: Int) -> String {
    for module in tape.modules(around: node).reversed() {
      if let path = modulePaths[ObjectIdentifier(module)] { return path }
    }
    return ""
  }

  func failure(_ node: Int, _ problem: String) -> ONNXError {
    ONNXError(place: path(node), operation: tape.nodes[node].operation.name, problem)
  }

  /// The value that stands for an input of a node.
  func input(_ place: Int, of node: Int) -> (node: Int, value: GraphValue) {
    guard let source = tape.nodes[node].inputs[place], let value = values[source] else {
      preconditionFailure("input \(place) of node \(node) comes after it")
    }
    return (source, value)
  }

  /// A name like `wish` that no value has.
  func unique(_ wish: String) -> String {
    if take(wish) { return wish }
    var number = 1
    while !take("\(wish)_\(number)") { number += 1 }
    return "\(wish)_\(number)"
  }

  func take(_ name: String) -> Bool { takenNames.insert(name).inserted }

  /// Adds an operator; the name of its result.
  @discardableResult
  func add(
    _ operation: String, _ inputs: [String], for node: Int, _ attributes: [AttributeMessage] = []
  ) -> String {
    let path = path(node)
    let name = unique(path.isEmpty ? operation : "\(path)/\(operation)")
    let output = unique("\(name)_output")
    graph.nodes.append(
      NodeMessage(
        name: name, operation: operation, inputs: inputs, outputs: [output],
        attributes: attributes))
    return output
  }

  /// A constant number of a node's element type.
  func number(_ value: Double, _ node: Int) -> String {
    if let known = numbers[value] { return known }
    let name = unique("number")
    graph.initializers.append(
      TensorMessage(name, Tensor(value, dtype: tape.nodes[node].dtype)))
    numbers[value] = name
    return name
  }

  /// A constant vector of whole numbers, such as a shape.
  func integers(_ values: [Int]) -> String {
    if let known = integerLists[values] { return known }
    let name = unique("integers")
    graph.initializers.append(TensorMessage(name, values))
    integerLists[values] = name
    return name
  }
}

import GradusAutodiff
import GradusTensors

/// Deals out places for the results of steps, which are used again when nobody needs what is there.
struct PlaceTable {
  /// The place of the input.
  static let input = 0

  private(set) var steps: [CompiledStep] = []
  /// How many places there are.
  private(set) var count = 1
  /// The most bytes in places at a time.
  private(set) var valueBytes = 0
  /// The bytes of everything known beforehand that a step takes.
  private(set) var constantBytes = 0

  private let graph: InferenceGraph
  private var places: [Int: Int]
  private var free: [Int] = []

  init(_ plan: [StepPlanner.Step], _ graph: InferenceGraph) {
    self.graph = graph
    places = [graph.input: Self.input]
    var lastUse: [Int: Int] = [:]
    for (number, step) in plan.enumerated() {
      for node in step.operands { lastUse[node] = number }
    }
    lastUse[graph.output] = nil
    var live = bytes(of: graph.input)
    valueBytes = live
    for (number, step) in plan.enumerated() {
      let node = step.nodes[step.nodes.count - 1]
      let operands = step.operands.map(operand)
      let ended = Set(step.operands).filter {
        lastUse[$0] == number && places[$0] != nil
      }.sorted()
      // What a step reads is there until its result is.
      live += bytes(of: node)
      valueBytes = max(valueBytes, live + step.extraBytes)
      let released = ended.compactMap { places[$0] }
      for old in ended {
        places[old] = nil
        // The input is there until the end, whoever holds it.
        if old != graph.input { live -= bytes(of: old) }
      }
      let place = free.popLast() ?? newPlace()
      places[node] = place
      free += released
      let tape = graph.tape
      steps.append(
        CompiledStep(
          name: step.nodes.map { tape.nodes[$0].operation.fullName }.joined(separator: " + "),
          path: tape.path(of: node), shape: tape.nodes[node].shape, operands: operands,
          place: place, released: released, compute: step.compute))
    }
    constantBytes = graph.constantBytes
  }

  /// Where a node's value is.
  func operand(_ node: Int) -> CompiledStep.Operand {
    if let value = graph.known[node] { return .known(value) }
    guard let place = places[node] else {
      preconditionFailure("compiled: the value of node \(node) is taken before it is computed")
    }
    return .place(place)
  }

  private func bytes(of node: Int) -> Int {
    graph.tape.nodes[node].shape.count * graph.tape.nodes[node].dtype.byteCount
  }

  private mutating func newPlace() -> Int {
    count += 1
    return count - 1
  }
}

extension TapeOperation {
  /// The name, and that of the activation that is applied in the same pass.
  fileprivate var fullName: String {
    activation == .identity ? name : "\(name) + \(activation.rawValue)"
  }
}

import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusAutodiff

@Suite("A backward rule with a flipped sign fails the gradient check")
struct MutationTests {
  /// One pullback of one node of a row's tape.
  struct Rule: Hashable {
    let node: Int
    let position: Int
  }

  private func rules(_ row: OpCase) -> [Rule: String] {
    let tape = Tape(.training, step: 0)
    _ = row.function(row.makeInputs().map(tape.variable))
    var result: [Rule: String] = [:]
    for (node, recorded) in tape.nodes.enumerated() {
      let count =
        switch recorded.backward {
        case .separate(let inputs): inputs.count
        case .joint(let inputs, _): inputs.count
        case nil: 0
        }
      for position in 0..<count {
        result[Rule(node: node, position: position)] = "\(recorded.operation.name)/\(position)"
      }
    }
    return result
  }

  /// Flips the rule's sign, and tells `seen` of every gradient it gives.
  private func flip(_ rule: Rule, on tape: Tape, _ seen: @escaping (Tensor) -> Void) {
    switch tape.nodes[rule.node].backward {
    case .separate(var inputs):
      let pullback = inputs[rule.position].pullback
      inputs[rule.position].pullback = { gradient in
        let part = pullback(gradient)
        seen(part.value)
        return -part
      }
      tape.nodes[rule.node].backward = .separate(inputs)
    case .joint(let inputs, let pullback):
      tape.nodes[rule.node].backward = .joint(inputs: inputs) { gradient, needed in
        var parts = pullback(gradient, needed)
        if let part = parts[rule.position] {
          seen(part.value)
          parts[rule.position] = -part
        }
        return parts
      }
    case nil:
      Issue.record("node \(rule.node) has no backward rule")
    }
  }

  @Test("every rule of every row")
  func everyMutantIsKilled() {
    var (killed, zero, survivors) = (0, [String](), [String]())
    var (names, killedNames) = (Set<String>(), Set<String>())
    for row in OpCase.all {
      let inputs = row.makeInputs()
      for (rule, name) in rules(row) {
        var greatest = 0.0
        let result = GradientCheck().run(row.description, inputs) { variables in
          let output = row.function(variables)
          if let tape = variables[0].tape, tape.isRecording {
            flip(rule, on: tape) { greatest = $0.scalars.reduce(greatest) { max($0, abs($1)) } }
          }
          return output
        }
        names.insert(name)
        if result.failures.contains(where: { $0.kind == .gradient }) {
          killed += 1
          killedNames.insert(name)
        } else if greatest < 1e-12 {
          // The variance does not change with the mean it is measured from, and where a loss does not
          // use a part, that part's rule gets zeros: there is no sign.
          zero.append("\(row): \(name)")
        } else {
          survivors.append("\(row): \(name) of node \(rule.node)")
        }
      }
    }
    print(
      "mutants: \(killed) killed of \(killed + survivors.count); \(names.count) different rules "
        + "(operation and input); \(zero.count) rules gave zero, which has no sign")
    #expect(survivors.isEmpty, "\(survivors.joined(separator: "\n"))")
    #expect(names == killedNames)
    #expect(killed > OpCase.all.count && zero.count <= 15, "\(zero.joined(separator: "\n"))")
  }
}

import GradusAutodiff
import GradusLayers

/// A call of a module on a tape: its nodes, what went in and what came out.
struct ModuleCall {
  let module: any TapeScope
  /// The nodes recorded during the call.
  let nodes: Range<Int>
  /// The node of the result.
  let output: Int

  /// The results from outside that the call uses, parameters and constants made in it left out.
  func inputs(on tape: Tape) -> Set<Int> {
    var found: Set<Int> = []
    for node in nodes {
      for case let input? in tape.nodes[node].inputs
      where input < nodes.lowerBound && tape.nodes[input].owner == nil {
        found.insert(input)
      }
    }
    return found
  }
}

/// Notes the calls of all modules of a run, in the order they ended.
final class ModuleCallRecorder: TapeObserver {
  private(set) var calls: [ModuleCall] = []
  private var starts: [Int] = []

  func observe(_ event: TapeEvent, on tape: Tape) {
    switch event {
    case .entered: starts.append(tape.nodes.count)
    case .left(let module, let outputs):
      guard let start = starts.popLast(), let node = outputs.first?.node else { return }
      calls.append(
        ModuleCall(module: module, nodes: start..<tape.nodes.count, output: node))
    default: break
    }
  }
}

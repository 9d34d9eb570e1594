import GradusAutodiff
import GradusLayers
import GradusTensors

/// The calls of modules in a forward run as a tree, with the nodes each recorded itself.
final class CallRecorder: TapeObserver {
  /// A call: what it recorded and called, in order.
  final class Call {
    /// A node of the tape or a call within the call.
    enum Item {
      case node(Int)
      case call(Call)
    }

    /// Nil for what ran outside of every module.
    let module: (any TapeScope)?
    fileprivate(set) var items: [Item] = []
    /// The shape of what it returned, of several variables the first.
    fileprivate(set) var output: Shape?

    fileprivate init(_ module: (any TapeScope)?) { self.module = module }

    /// Whether it called other modules.
    var hasCalls: Bool { items.contains { if case .call = $0 { true } else { false } } }
  }

  private var stack = [Call(nil)]

  func observe(_ event: TapeEvent, on tape: Tape) {
    switch event {
    case .recorded(let node, _):
      guard !tape.nodes[node].inputs.isEmpty else { return }
      stack[stack.count - 1].items.append(.node(node))
    case .entered(let module):
      let call = Call(module)
      stack[stack.count - 1].items.append(.call(call))
      stack.append(call)
    case .left(_, let outputs):
      stack.removeLast().output = outputs.first?.shape
    case .gradient, .passedGradient, .finalGradient: break
    }
  }

  /// The call of the model if that is all that ran, else what ran.
  func outermost(of model: any Module) -> Call {
    if stack[0].items.count == 1, case .call(let call) = stack[0].items[0],
      call.module === model
    {
      return call
    }
    return stack[0]
  }
}

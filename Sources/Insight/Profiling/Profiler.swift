import GradusAutodiff
import GradusLayers
import GradusTensors

/// Measures where the time of training or inference goes: each operation's, forward and backward.
///
///     let profiler = Profiler(model)
///     try profiler.step { try loop.step(batch, observers: [profiler]) }
///     print(profiler.profile.table(by: .operation))
///     try AtomicFile.write(profiler.profile.chromeTrace(), to: "step.json")
///
/// An observer of the tape: the model does not know of it. An operation's time runs from the end of
/// the one before it, or from the call of its module, to its record on the tape. What the profiler
/// does itself counts for nobody. A tape that does not record tells nobody anything, so inference
/// is profiled on a recording tape in inference mode. A recomputed part is one operation.
public final class Profiler: TapeObserver {
  private let members: ModuleIndex
  private let clock = ContinuousClock()
  private let origin: ContinuousClock.Instant
  /// The end of what was last accounted for.
  private var mark: ContinuousClock.Instant
  private weak var watched: Tape?
  private var calls: [(module: any TapeScope, start: Double)] = []
  private var costs: [Int: OperationCost] = [:]
  private var measured = Profile()

  /// Makes a profiler of a network; it can watch any number of runs one after another.
  public init(_ model: any Module) {
    members = ModuleIndex(model)
    origin = clock.now
    mark = origin
  }

  /// What was measured so far.
  public var profile: Profile { measured }

  /// Runs a step and adds its time, from beginning to end, to the profile.
  public func step<R>(_ body: () throws -> R) rethrows -> R {
    let start = clock.now
    defer { measured.wallSeconds += (clock.now - start) / .seconds(1) }
    return try body()
  }

  /// Runs a part of a step that is on no tape, such as the optimiser's, and adds it by name.
  public func span<R>(_ name: String, _ body: () throws -> R) rethrows -> R {
    mark = clock.now
    defer {
      add(name, "", .other, node: nil, gradientInputs: [], [], bytes: 0, multiplyAdds: 0)
    }
    return try body()
  }

  /// Accounts for an operation, for gradients that a node gave to its inputs, or for a module's
  /// call.
  public func observe(_ event: TapeEvent, on tape: Tape) {
    switch event {
    case .recorded(let node, _): addForward(node, on: tape)
    // Starts the clock of the node's pullbacks.
    case .gradient: mark = clock.now
    case .passedGradient(let node, let inputs): addBackward(node, to: inputs, on: tape)
    case .finalGradient: break
    case .entered(let module): beginCall(of: module, on: tape)
    case .left(let module, _): endCall(of: module)
    }
  }

  private func addForward(_ node: Int, on tape: Tape) {
    begin(tape)
    defer { mark = clock.now }
    let recorded = tape.nodes[node]
    guard !recorded.inputs.isEmpty else { return }
    let end = clock.now
    let path = members.path(of: node, on: tape)
    let cost = OperationCost(recorded, path: path, on: tape)
    costs[node] = cost
    add(
      recorded.operation.name, path, .forward, node: node, gradientInputs: [], recorded.shape,
      bytes: cost.kind == .view
        ? 0 : byteCount(recorded.inputs, on: tape) + byteCount([node], on: tape),
      multiplyAdds: cost.multiplyAdds, end: end)
  }

  private func addBackward(_ node: Int, to inputs: [Int], on tape: Tape) {
    let end = clock.now
    defer { mark = clock.now }
    let recorded = tape.nodes[node]
    let cost = costs[node]
    add(
      recorded.operation.name, cost?.path ?? members.path(of: node, on: tape), .backward,
      node: node,
      gradientInputs: recorded.inputs.indices.filter { position in
        recorded.inputs[position].map(inputs.contains) ?? false
      }, recorded.shape,
      bytes: cost?.kind == .view
        ? 0 : byteCount([node], on: tape) + byteCount(inputs, on: tape),
      multiplyAdds: (cost?.multiplyAdds ?? 0) * inputs.count, end: end)
  }

  private func beginCall(of module: any TapeScope, on tape: Tape) {
    begin(tape)
    mark = clock.now
    calls.append((module, (mark - origin) / .seconds(1)))
  }

  private func endCall(of module: any TapeScope) {
    let end = (clock.now - origin) / .seconds(1)
    if let call = calls.popLast(), let path = members.path(of: module) {
      measured.calls.append(
        ProfiledCall(
          path: path, type: "\(type(of: module))", start: call.start, seconds: end - call.start))
    }
    mark = clock.now
  }

  /// Starts a new run when the tape is another one than before.
  private func begin(_ tape: Tape) {
    guard watched !== tape else { return }
    watched = tape
    calls = []
    costs = [:]
    measured.stepCount += 1
    mark = clock.now
  }

  private func byteCount(_ nodes: [Int?], on tape: Tape) -> Int {
    nodes.reduce(0) { sum, node in
      sum + (node.map { tape.nodes[$0].shape.count * tape.nodes[$0].dtype.byteCount } ?? 0)
    }
  }

  private func add(
    _ name: String, _ path: String, _ phase: ProfiledSpan.Phase, node: Int?,
    gradientInputs: [Int], _ shape: Shape, bytes: Int, multiplyAdds: Int,
    end: ContinuousClock.Instant? = nil
  ) {
    let end = end ?? clock.now
    measured.spans.append(
      ProfiledSpan(
        name: name, path: path, phase: phase, step: max(0, measured.stepCount - 1), node: node,
        gradientInputs: gradientInputs, shape: shape, start: (mark - origin) / .seconds(1),
        seconds: (end - mark) / .seconds(1), bytes: bytes, multiplyAdds: multiplyAdds))
  }
}

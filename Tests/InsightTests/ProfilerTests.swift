import Foundation
import Gradus
import Testing

/// Sums of times and bytes against the wall clock and against the tape itself.
@Suite struct ProfilerTests {
  /// Every node of a forward run, and the tape itself.
  private final class Nodes: TapeObserver {
    var nodes: [TapeNode] = []

    func observe(_ event: TapeEvent, on tape: Tape) {
      if case .recorded(let node, _) = event { nodes.append(tape.nodes[node]) }
    }
  }

  private func profiled(steps: Int = 1) throws -> (profile: Profile, nodes: [TapeNode]) {
    let model = CIFARResNet(depth: 8).initialize(seed: 1)
    let loop = TrainingLoop(model, SGD(model), .constant(0.1), seed: 1)
    let images = Tensor.normal([4, 8, 8, 3], from: RandomStream(seed: 1, name: "x"))
    let batch = Batch(images: images, labels: [0, 1, 2, 3], epoch: 0, index: 0)
    let profiler = Profiler(model)
    let nodes = Nodes()
    for _ in 0..<steps {
      nodes.nodes = []
      _ = try profiler.step { try loop.step(batch, observers: [nodes, profiler]) }
    }
    return (profiler.profile, nodes.nodes)
  }

  @Test func spansAreDisjointAndWithinTheStep() throws {
    let profile = try profiled(steps: 2).profile
    #expect(profile.stepCount == 2)
    #expect(profile.operationSeconds <= profile.wallSeconds)
    for (one, next) in zip(profile.spans, profile.spans.dropFirst()) {
      #expect(one.seconds >= 0 && one.start + one.seconds <= next.start + 1e-9)
    }
  }

  @Test func everyOperationCountsOnceForward() throws {
    let (profile, nodes) = try profiled()
    let forward = profile.spans.filter { $0.phase == .forward }
    #expect(
      forward.map(\.node) == nodes.indices.filter { !nodes[$0].inputs.isEmpty })
    for span in forward {
      let node = nodes[try #require(span.node)]
      #expect(span.name == node.operation.name && span.shape == node.shape)
    }
  }

  @Test func everyGradientCountsOnceBackward() throws {
    let (profile, nodes) = try profiled()
    let backward = Dictionary(
      grouping: profile.spans.filter { $0.phase == .backward }, by: { $0.node! })
    for (index, node) in nodes.enumerated() where node.requiresGradient && !node.isLeaf {
      let wanted = node.inputs.indices.filter { position in
        node.inputs[position].map { nodes[$0].requiresGradient } ?? false
      }
      #expect((backward[index] ?? []).flatMap(\.gradientInputs).sorted() == wanted)
    }
  }

  @Test func bytesAreThoseOfTheTensors() throws {
    let (profile, nodes) = try profiled()
    func bytes(_ node: Int?) -> Int { node.map { nodes[$0].shape.count * 4 } ?? 0 }
    for span in profile.spans where span.name == "conv2d" {
      let node = nodes[try #require(span.node)]
      let reached =
        span.phase == .forward ? node.inputs : span.gradientInputs.map { node.inputs[$0] }
      #expect(span.bytes == bytes(span.node) + reached.reduce(0) { $0 + bytes($1) })
    }
    // conv1: 4 x 8 x 8 x 16 results of 27 products each.
    let first = try #require(profile.spans.first { $0.path == "conv1" })
    #expect(first.multiplyAdds == 4096 * 27 && first.bytes == 4 * (4096 + 768 + 432))
  }

  @Test(arguments: [Profile.Grouping.operation, .layer, .operationOfLayer])
  func rowsHoldEverySpan(_ grouping: Profile.Grouping) throws {
    let profile = try profiled().profile
    let rows = profile.rows(by: grouping)
    #expect(rows.reduce(0) { $0 + $1.count } == profile.spans.count)
    #expect(rows.reduce(0) { $0 + $1.bytes } == profile.spans.reduce(0) { $0 + $1.bytes })
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.seconds >= $1.seconds })
    let lines = profile.table(by: grouping, limit: 5).text.split(separator: "\n")
    #expect(lines.count == 2 + 5 + 2 && lines.allSatisfy { $0.count <= 100 })
  }

  @Test func namedSpansAndRecomputationAreOnTheBill() {
    let model = CIFARResNet(depth: 8).initialize(seed: 1)
    let profiler = Profiler(model)
    let x = Tensor.normal([2, 8, 8, 3], from: RandomStream(seed: 1, name: "x"))
    profiler.step {
      let tape = Tape(.training, observers: [profiler])
      let loss = recomputing(tape.constant(x)) { model($0[0]).logits.sum() }
      _ = tape.gradients(of: loss)
      profiler.span("optimizer") {}
    }
    let spans = profiler.profile.spans
    #expect(spans.map(\.phase) == [.forward, .backward, .other])
    #expect(spans.map(\.name) == ["recompute", "recompute", "optimizer"])
    #expect(spans[1].gradientInputs.count == model.parameters.count)
  }

  @Test func traceIsValidAndNested() throws {
    let profile = try profiled().profile
    let data = Data(profile.chromeTrace().utf8)
    let trace = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let events = try #require(trace["traceEvents"] as? [[String: Any]])
    #expect(events.count == profile.spans.count + profile.calls.count)
    for event in events {
      #expect(event["ph"] as? String == "X" && event["name"] is String)
      #expect(try #require(event["dur"] as? Double) >= 0)
    }
    // Forward operations lie within the calls of their modules.
    for span in profile.spans where span.phase == .forward && !span.path.isEmpty {
      let call = try #require(profile.calls.first { $0.path == span.path })
      #expect(call.start <= span.start)
      #expect(span.start + span.seconds <= call.start + call.seconds + 1e-9)
    }
  }
}

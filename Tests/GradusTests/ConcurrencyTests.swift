import Foundation
import Gradus
import Synchronization
import Testing

/// What threads returned, by their number.
private final class Results<Value: Sendable>: Sendable {
  let values = Mutex<[Int: Value]>([:])

  /// Runs `body` for each number at once, each on a thread of its own.
  static func ofThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) -> [Value] {
    let results = Results()
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      let thread = Thread {
        let value = body(index)
        results.values.withLock { $0[index] = value }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return results.values.withLock { found in (0..<count).compactMap { found[$0] } }
  }
}

/// A model that several threads read, which is safe while nobody trains it.
private struct Shared: @unchecked Sendable { let model: any Classifier }

/// Several models train and predict on several threads at once; each ends as it would alone.
///
/// Run under ThreadSanitizer by the command in CONTRIBUTING.md.
@Suite(.serialized) struct ConcurrencyTests {
  private static let images = Tensor.normal(
    [6, 12, 12, 3], from: RandomStream(seed: 1, name: "images"))

  /// Weights and losses of a short training run that evaluates in between.
  private static func train(_ number: Int) -> [UInt64] {
    let model: any Classifier =
      number % 2 == 0
      ? CIFARResNet(depth: 8, width: 4).initialize(seed: UInt64(number))
      : DenseNet.cifarBC(depth: 10, growth: 4).initialize(seed: UInt64(number))
    let loop = TrainingLoop(model, SGD(model), .constant(0.05), seed: UInt64(number))
    let batch = Batch(images: images, labels: [0, 1, 2, 3, 4, 5], epoch: 0, index: 0)
    var bits: [UInt64] = []
    for _ in 0..<3 {
      guard let result = try? loop.step(batch) else { return [] }
      bits.append(result.loss.bitPattern)
      bits.append(model.evaluate([batch]).loss.bitPattern)
    }
    return bits + model.stateDictionary.flatMap { $0.value.scalars.map(\.bitPattern) }
  }

  @Test func modelsTrainAtOnce() {
    let alone = (0..<4).map(Self.train)
    #expect(alone.allSatisfy { !$0.isEmpty })
    #expect(Results.ofThreads(4, Self.train) == alone)
  }

  @Test func oneModelPredictsOnManyThreads() {
    let shared = Shared(model: CIFARResNet(depth: 8, width: 4).initialize(seed: 1))
    let expected = shared.model(Self.images).scalars
    let found = Results.ofThreads(4) { _ in
      (0..<5).map { _ in shared.model(Self.images).scalars }
    }
    for scalars in found.flatMap({ $0 }) { #expect(scalars == expected) }
  }

  @Test func countsDatasetsAndFilesAtOnce() throws {
    let folder = NSTemporaryDirectory() + "gradus-concurrency-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let found = Results.ofThreads(4) { number -> [Double] in
      let model = CIFARResNet(depth: 8, width: 4).initialize(seed: UInt64(number))
      let path = "\(folder)/\(number).safetensors"
      let loop = TrainingLoop(model, SGD(model), .constant(0.1), seed: 1)
      // All write a file of their own and one that they share.
      for target in [path, "\(folder)/shared.safetensors"] {
        guard (try? loop.checkpoint().write(to: target)) != nil else { return [] }
      }
      guard (try? loop.restore(Checkpoint(readingFrom: path))) != nil else { return [] }
      let costs = NetworkCosts(of: model, input: [1, 32, 32, 3]) { model($0).logits }
      let saved = SavedForBackward(of: model, input: [2, 32, 32, 3]) { model($0).logits }
      return [Double(costs.multiplyAdds), Double(saved.total)]
    }
    #expect(found.count == 4 && Set(found).count == 1 && found[0].count == 2)
    #expect(try Checkpoint(readingFrom: "\(folder)/shared.safetensors").step == 0)
  }
}

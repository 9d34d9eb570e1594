import Gradus
import Testing

/// The bytes a shape-only run says a tape keeps are those that a real one keeps.
@Suite struct CostsSavedBytesTests {
  /// Bytes that the tape of a real training run holds in the pool, its images included.
  ///
  /// The nets are such that every tensor fills its size class: the pool rounds nothing up.
  private static func real(_ model: any Classifier, _ input: Shape) -> Int {
    model.initialize(seed: 1, dtype: .float64)
    let before = BufferPool.shared.statistics.live
    let tape = Tape(.training, step: 0)
    func run() {
      let images = Tensor.normal(input, from: RandomStream(seed: 1, name: "x"), dtype: .float64)
      _ = model(tape.constant(images)).logits
    }
    run()
    return withExtendedLifetime(tape) { BufferPool.shared.statistics.live - before }
  }

  private static func check(_ make: () -> any Classifier, _ input: Shape) {
    let shapes = make()
    shapes.convert(to: .float64)
    let saved = SavedForBackward(of: shapes, input: input, dtype: .float64) { shapes($0).logits }
    let held = real(make(), input)
    precondition(saved.total == held, "shapes say \(saved.total) bytes, the pool says \(held)")
    precondition(held > 0)
  }

  @Test func residualAndPlainNets() async {
    await #expect(processExitsWith: .success) {
      for shortcut in [ShortcutOption.none, .padded, .projected] {
        Self.check(
          { CIFARResNet(depth: 8, shortcut: shortcut, inputChannels: 4, classes: 16) },
          [4, 32, 32, 4])
      }
    }
  }

  @Test func bottlenecks() async {
    await #expect(processExitsWith: .success) {
      Self.check({ ResNet.resnet50(inputChannels: 4, classes: 64) }, [2, 64, 64, 4])
    }
  }

  @Test func depthwiseConvolutionsAndDropout() async {
    await #expect(processExitsWith: .success) {
      Self.check({ MobileNetV2.mobilenetV2(inputChannels: 4, classes: 64) }, [4, 64, 64, 4])
    }
  }

  @Test func modulesAddUpToTheWhole() {
    let model = ResNet.resnet18(classes: 10)
    let saved = SavedForBackward(of: model, input: [8, 64, 64, 3]) { model($0).logits }
    let costs = NetworkCosts(of: model, input: [1, 64, 64, 3], saved: saved) { model($0).logits }
    #expect(costs.root.savedBytes == saved.total)
    // conv1 keeps the images and nothing else.
    #expect(costs.root.children.first?.savedBytes == 4 * 8 * 64 * 64 * 3)
    #expect(saved.operations.allSatisfy { $0.bytes >= 0 })
  }

  @Test func otherThreadsDoNotDisturb() async {
    let model = CIFARResNet(depth: 20)
    func measure() -> Int {
      SavedForBackward(of: model, input: [2, 32, 32, 3]) { model($0).logits }.total
    }
    let expected = measure()
    let noise = Task.detached {
      var kept: [Tensor] = []
      while !Task.isCancelled {
        kept.append(Tensor(shapeOnly: [1000]))
        if kept.count > 100 { kept.removeAll() }
      }
    }
    for _ in 0..<20 { #expect(measure() == expected) }
    noise.cancel()
    await noise.value
  }
}

import Foundation
import Gradus
import Testing

/// Deleting parts of a network for a run.
@Suite struct LawsLesionTests {
  private let images = draw([6, 8, 8, 3], "images", dtype: .float32)

  /// A net whose running statistics are not those of the beginning.
  private func settled(_ shortcut: ShortcutOption) -> CIFARResNet {
    let model = CIFARResNet(depth: 14, shortcut: shortcut, width: 4).initialize(seed: 3)
    for _ in 0..<5 {
      let tape = Tape(.training, recording: false)
      withExtendedLifetime(tape) { _ = model(tape.constant(images)) }
    }
    return model
  }

  @Test func blockWithoutBranchIsItsShortcut() throws {
    let model = settled(.padded)
    let before = bits(of: model)
    let study = LesionStudy(of: model, input: [2, 8, 8, 3]) { model($0).logits }
    #expect(
      study.residualBlocks.map(\.path)
        == (1...3).flatMap { ["layer\($0).0", "layer\($0).1"] })
    #expect(study.residualBlocks.map(\.keepsShape) == [true, true, false, true, false, true])
    #expect(study.residualBlocks.allSatisfy { $0.weightedLayers == 2 })
    #expect(study.undeletable.isEmpty && study.layers(count: 2).isEmpty)
    let without = study.output(of: images, deleting: [study.residualBlocks[3]])
    #expect(bits(of: model) == before)
    // By hand: the stages with layer2.1 left out; its input is rectified already.
    let tape = Tape(.inference, recording: false)
    let expected: Tensor = withExtendedLifetime(tape) {
      var x = model.layer1(model.bn1.activated(model.conv1(tape.constant(images)), .relu))
      x = model.layer3(model.layer2.layers[0](x))
      return model.fc(x.adaptiveAveragePool(height: 1, width: 1).reshaped(to: [6, -1])).value
    }
    #expect(without.scalars == expected.scalars)
    #expect(without.scalars != study.output(of: images).scalars)
    #expect(study.output(of: images).scalars == model(images).scalars)
  }

  @Test func plainBlockBecomesTheIdentity() throws {
    let model = settled(.none)
    let before = bits(of: model)
    let study = LesionStudy(of: model, input: [2, 8, 8, 3]) { model($0).logits }
    let pairs = study.layers(count: 2)
    // The blocks that halve the image cannot be replaced by the identity.
    #expect(pairs.map(\.path) == ["layer1.0", "layer1.1", "layer2.1", "layer3.1"])
    #expect(study.residualBlocks.isEmpty)
    let without = study.output(of: images, deleting: [pairs[1]])
    let tape = Tape(.inference, recording: false)
    let expected: Tensor = withExtendedLifetime(tape) {
      let stem = model.bn1.activated(model.conv1(tape.constant(images)), .relu)
      let x = model.layer3(model.layer2(model.layer1.layers[0](stem)))
      return model.fc(x.adaptiveAveragePool(height: 1, width: 1).reshaped(to: [6, -1])).value
    }
    #expect(without.scalars == expected.scalars)
    #expect(bits(of: model) == before)
  }

  @Test func errorsAreCounted() {
    let model = settled(.padded)
    let study = LesionStudy(of: model, input: [2, 8, 8, 3]) { model($0).logits }
    let answers = model(images).argMax()
    #expect(study.error(images: images, labels: answers, batchSize: 4) == 0)
    let wrong = answers.map { ($0 + 1) % 10 }
    #expect(study.error(images: images, labels: wrong, batchSize: 4) == 1)
    let increases = study.errorIncreases(study.residualBlocks, images: images, labels: answers)
    for (lesion, increase) in increases {
      let damaged = study.output(of: images, deleting: [lesion]).argMax()
      #expect(increase == Double(zip(damaged, answers).count { $0 != $1 }) / 6)
    }
  }

  @Test func blocksOfZooNetsCanBeDeleted() throws {
    for name in ["resnet18", "resnet50", "se_resnet50", "mobilenet_v2", "efficientnet_b0"] {
      let model = try Catalog.entry(named: name).make(1000, 3)
      let study = LesionStudy(of: model, input: [2, 64, 64, 3]) { model($0).logits }
      #expect(!study.residualBlocks.isEmpty, "\(name)")
      #expect(study.undeletable.isEmpty, "\(name): \(study.undeletable)")
    }
  }

  @Test func stateIsPutBackAfterAnError() throws {
    struct Stop: Error {}
    let model = settled(.padded)
    let before = bits(of: model)
    #expect(throws: Stop.self) {
      try model.preservingState {
        let tape = Tape(.training)
        _ = model(tape.constant(images))
        model.fc.weight.value = model.fc.weight.value * 2
        throw Stop()
      }
    }
    #expect(bits(of: model) == before)
  }
}

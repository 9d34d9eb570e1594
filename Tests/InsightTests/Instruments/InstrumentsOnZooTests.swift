import Gradus
import Testing

/// Every instrument on networks of the zoo, as `Docs/Instruments.md` shows them; none changes the
/// model.
@Suite struct InstrumentsOnZooTests {
  private static let networks: [String] = ["resnet18", "googlenet", "googlenet, no heads"]

  private func network(_ name: String) -> any Classifier {
    let model: any Classifier =
      name == "resnet18"
      ? ResNet.resnet18(classes: 4)
      : GoogLeNet.torchvision(auxiliaryHeads: name == "googlenet", classes: 4)
    return model.initialize(seed: 1)
  }

  @Test(arguments: networks) func workAndLeaveTheModelAsItIs(_ name: String) throws {
    let model = network(name)
    let before = model.stateDictionary.map(\.value)
    let (images, labels) = (draw([4, 32, 32, 3], "images", dtype: .float32), [0, 1, 2, 3])
    let loss = { (tape: Tape) in model(tape.constant(images)).crossEntropy(labels: labels) }

    let probe = FlowProbe(model)
    let watched = Tape(.training, updatesStatistics: false, step: 0, observers: [probe])
    _ = watched.gradients(of: loss(watched))
    let record = try #require(probe.records.first)
    let weights = model.parameters.count { $0.parameter.shape.rank >= 2 }
    #expect(record.layers.count == weights)
    for quantity in [FlowQuantity.weightGradientNorm, .activationGradientNorm, .responseDeviation] {
      #expect(record.profile(quantity).values.count == weights, "\(quantity)")
    }
    #expect(record.profile(.weightGradientNorm).growthPerLayer.isFinite)
    #expect(!FlowHealth(probe.records).text.isEmpty)

    let gradients = InputGradients(at: images) { model($0).logits }
    #expect(gradients.similarity.meanCosine.magnitude <= 1)

    let tape = Tape(.training, updatesStatistics: false, step: 0)
    let output = loss(tape)
    let first = model.parameters[0].parameter
    let split = tape.pathResolvedGradients(of: output, withRespectTo: [first])[0]
    #expect(split.parts.count == (name == "resnet18" ? 9 : 1))
    #expect(tape.blockGradientShares(of: output).count == (name == "resnet18" ? 8 : 0))
    let ordinary = try #require(tape.gradients(of: output)[first])
    #expect((split.total - ordinary).norm < 1e-4 * ordinary.norm)

    let study = LesionStudy(of: model, input: images.shape) { model($0).logits }
    #expect(study.residualBlocks.count == (name == "resnet18" ? 8 : 0))
    #expect(study.error(deleting: study.residualBlocks, images: images, labels: labels) <= 1)

    let surface = LossSurface(of: model, seed: 1) {
      Variable(model(images)).crossEntropy(labels: labels).value.item
    }
    let losses = surface.slice(over: 0...0.5, points: 2).losses
    #expect(losses[0].isFinite && losses[1].isFinite)

    let jacobian = JacobianSpectrum(at: images, example: 0) { model($0).logits }
    #expect(jacobian.values.count == 4 && jacobian.smallest > 0)
    let hessian = HessianSpectrum(of: model, iterations: 2, loss: loss)
    #expect(hessian.largest.isFinite)
    for (old, new) in zip(before, model.stateDictionary) {
      #expect(old.equal(new.value).sum().item == Double(old.count), "\(new.name)")
    }
  }
}

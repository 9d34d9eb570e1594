import Foundation
import Gradus
import GradusStatistics
import Testing

@testable import GradusInsight

/// What the flow probe reports against what can be worked out without it.
@Suite struct LawsFlowProbeTests {
  private func images(_ count: Int = 8) -> Tensor {
    draw([count, 8, 8, 3], "images", dtype: .float32)
  }

  @Test func normsAndUpdatesAreThoseOfTheStep() throws {
    let model = CIFARResNet(depth: 8, width: 4).initialize(seed: 3)
    let probe = FlowProbe(model, learningRate: { _ in 0.1 })
    let trainer = Trainer(model, SGD(model, momentum: 0), .constant(0.1), seed: 1)
    let batch = Batch(images: images(), labels: [0, 1, 2, 3, 4, 5, 6, 7], epoch: 0, index: 0)
    let before = model.conv1.weight.value.scalars
    _ = try trainer.step(batch, observers: [probe])
    let after = model.conv1.weight.value.scalars
    let record = try #require(probe.records.first)
    let layer = try #require(record["conv1"])
    #expect(probe.records.count == 1 && record.step == 0)
    #expect(
      record.layers.map(\.path) == [
        "conv1", "layer1.0.conv1", "layer1.0.conv2", "layer2.0.conv1", "layer2.0.conv2",
        "layer3.0.conv1", "layer3.0.conv2", "fc",
      ])
    func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    func near(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-4) -> Bool {
      abs((a ?? .nan) - b) <= tolerance * abs(b)
    }
    let update = norm(zip(before, after).map { $1 - $0 })
    #expect(near(layer[.weightNorm], norm(before)))
    #expect(near(layer[.updateNorm], update))
    // Without momentum the update is the learning rate times the gradient.
    #expect(near(layer[.weightGradientNorm], update / 0.1))
    #expect(near(layer[.effectiveLearningRate], 0.1 / (norm(before) * norm(before))))
    let cosine =
      zip(before, after).reduce(0) { $0 + $1.0 * $1.1 } / (norm(before) * norm(after))
    #expect(near(layer[.updateAngle], acos(cosine) * 180 / .pi, 1e-3))
  }

  @Test func doesNotChangeTheRun() throws {
    func run(_ isWatched: Bool) throws -> [[UInt64]] {
      let model = CIFARResNet(depth: 8, width: 2).initialize(seed: 3)
      let trainer = Trainer(model, SGD(model), .constant(0.1), seed: 1)
      let probe = FlowProbe(model)
      for _ in 0..<4 {
        let batch = Batch(images: images(4), labels: [0, 1, 2, 3], epoch: 0, index: 0)
        _ = try trainer.step(batch, observers: isWatched ? [probe] : [])
      }
      #expect(probe.records.map(\.step) == (isWatched ? [0, 1, 3] : []))
      return bits(of: model)
    }
    #expect(try run(true) == run(false))
  }

  @Test func updatesOfAllWatchedStepsAreKnown() throws {
    let model = CIFARResNet(depth: 8, width: 2).initialize(seed: 3)
    let trainer = Trainer(model, SGD(model), .constant(0.1), seed: 1)
    let probe = FlowProbe(model)
    for _ in 0..<12 {
      _ = try trainer.step(
        Batch(images: images(4), labels: [0, 1, 2, 3], epoch: 0, index: 0), observers: [probe])
    }
    #expect(probe.records.map(\.step) == [0, 1, 3, 10])
    for record in probe.records { #expect(record.profile(.updateNorm).values.count == 8) }
  }

  @Test func responsesOfNormalisedLayersHaveUnitDeviationAtTheStart() throws {
    for shortcut in [ShortcutOption.none, .padded, .projected] {
      let model = CIFARResNet(depth: 8, shortcut: shortcut, width: 4).initialize(seed: 3)
      let probe = FlowProbe(model)
      let tape = Tape(.training, step: 0, observers: [probe])
      let loss = model(tape.constant(images())).crossEntropy(labels: [0, 1, 2, 3, 4, 5, 6, 7])
      _ = tape.gradients(of: loss)
      let record = try #require(probe.records.first)
      for layer in record.layers where layer.path != "fc" {
        #expect(abs((layer[.responseDeviation] ?? 0) - 1) < 1e-2, "\(shortcut) \(layer.path)")
        #expect(abs(layer[.responseMean] ?? 1) < 1e-5, "\(shortcut) \(layer.path)")
        #expect(layer[.activationGradientNorm] != nil, "\(shortcut) \(layer.path)")
      }
    }
  }

  @Test func fusedAndSeparateNormalisationGiveTheSame() throws {
    final class Block: Layer {
      let conv = Conv2d(3, 3, kernel: 3, padding: 1, bias: false)
      let bn = BatchNorm(3)
      let isFused: Bool
      init(_ isFused: Bool) { self.isFused = isFused }
      func forward(_ x: Variable) -> Variable {
        isFused ? bn.rectified(conv(x), adding: x) : (bn(conv(x)) + x).relu()
      }
    }
    let records = try [true, false].map { isFused in
      let block = Block(isFused).initialize(seed: 1, dtype: .float64)
      block.bn.weight?.value = Tensor([0.5, 2, 3], shape: [3])
      block.bn.bias?.value = Tensor([1, -4, 0.5], shape: [3])
      let probe = FlowProbe(block)
      let tape = Tape(.training, step: 0, observers: [probe])
      let y = block(tape.constant(draw([4, 5, 5, 3], "x")))
      _ = tape.gradients(of: (y * Variable(draw([4, 5, 5, 3], "g"))).sum())
      return try #require(probe.records.first)
    }
    for (quantity, value) in records[0].layers[0].values {
      let other = try #require(records[1].layers[0][quantity])
      #expect(abs(value - other) < 1e-9 * max(1, abs(value)), "\(quantity)")
    }
    // Mean of the shifts, and the scales' and shifts' spread.
    let mean = (1 - 4 + 0.5) / 3.0
    let shifts: [Double] = [1, -4, 0.5]
    let spread = shifts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3
    let deviation = (spread + (0.25 + 4 + 9) / 3.0).squareRoot()
    #expect(abs((records[0].layers[0][.responseMean] ?? 0) - mean) < 1e-9)
    #expect(abs((records[0].layers[0][.responseDeviation] ?? 0) - deviation) < 1e-3)
  }

  @Test func countsDeadChannels() throws {
    let model = Sequential {
      Linear(4, 5)
      ReLU()
    }
    model.initialize(seed: 1)
    let linear = try #require(model.layers[0] as? Linear)
    linear.bias?.value = Tensor([-100, -100, 100, 100, -100] as [Float], shape: [5])
    let probe = FlowProbe(model)
    let tape = Tape(.training, step: 0, observers: [probe])
    _ = tape.gradients(of: model(tape.constant(draw([9, 4], "x", dtype: .float32))).sum())
    #expect(probe.records.first?["0"]?[.deadShare] == 0.6)
  }

  @Test func kurtosisOfKnownDistributions() {
    #expect(abs(Moments.kurtosis(of: Tensor([1, -1, 1, -1], shape: [4])) - 1) < 1e-12)
    // Far below the squares that a float can hold.
    #expect(abs(Moments.kurtosis(of: draw([40_000], "n", dtype: .float32) * 1e-25) - 3) < 0.1)
    #expect(Moments.kurtosis(of: Tensor([2, 2], shape: [2])).isNaN)
  }

  @Test func activationGradientsAreThoseOfTheTape() throws {
    let model = Perceptron(width: 8, depth: 3, normalized: true)
      .initialize(seed: 2, dtype: .float64)
    let probe = FlowProbe(model)
    let tape = Tape(.training, step: 0, observers: [probe])
    var hidden: [Variable] = []
    let end = model.units.reduce(tape.constant(draw([6, 8], "x"))) { x, unit in
      hidden.append(unit(x))
      return hidden.last!
    }
    let loss = (end * Variable(draw([6, 8], "g"))).sum()
    let gradients = tape.gradients(of: loss, withRespectTo: hidden, keepGraph: true)
    let expected = hidden.map { gradients[$0]?.norm ?? .nan }
    _ = tape.gradients(of: loss)
    let measured = try #require(probe.records.first).profile(.activationGradientNorm).values
    #expect(zip(measured, expected).allSatisfy { abs($0 - $1) < 1e-12 * $1 })
    #expect(measured.count == 3)
  }
}

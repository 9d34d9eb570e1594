import Foundation
import Gradus
import Testing

/// Gradients split by ways through the network: conservation, counts and closed forms.
@Suite struct LawsPathTests {
  private func split(
    _ model: any Classifier, _ shape: Shape, _ statistics: Tape.BatchStatistics = .live
  ) throws -> (parts: [PathResolvedGradient], ordinary: [Tensor]) {
    let tape = Tape(.training, statistics: statistics, updatesStatistics: false)
    let labels = (0..<shape[0]).map { $0 % model.classes }
    let loss = model(tape.constant(draw(shape, "images"))).crossEntropy(labels: labels)
    let all = model.parameters.map(\.parameter)
    let chosen = [0, all.count / 2, all.count - 1].map { all[$0] }
    let parts = tape.pathResolvedGradients(of: loss, withRespectTo: chosen)
    let gradients = tape.gradients(of: loss)
    return (parts, try chosen.map { try #require(gradients[$0]) })
  }

  private func choose(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  @Test func classesAddUpToTheOrdinaryGradient() throws {
    let nets: [(any Classifier, Shape)] = [
      (CIFARResNet(depth: 14, width: 2), [4, 8, 8, 3]),
      (CIFARResNet(depth: 14, shortcut: .projected, width: 2), [4, 8, 8, 3]),
      (CIFARResNet(depth: 14, shortcut: .none, width: 2), [4, 8, 8, 3]),
      (ResNet.resnet18(classes: 4), [3, 16, 16, 3]),
    ]
    for (model, shape) in nets {
      model.initialize(seed: 2, dtype: .float64)
      for statistics in [Tape.BatchStatistics.live, .frozen] {
        let (parts, ordinary) = try split(model, shape, statistics)
        for (part, gradient) in zip(parts, ordinary) {
          let error = (part.total - gradient).norm / gradient.norm
          #expect(error < 1e-12, "\(type(of: model)) \(error)")
          #expect(abs(part.shares.reduce(0, +) - 1) < 1e-12)
        }
      }
    }
  }

  @Test func waysThroughBlocksAreBinomial() throws {
    let model = CIFARResNet(depth: 20, width: 2).initialize(seed: 2, dtype: .float64)
    let (parts, _) = try split(model, [2, 8, 8, 3])
    #expect(parts[0].pathCounts == (0...9).map { choose(9, $0) })
    #expect(parts[0].parts.count == 10)
    #expect(abs(parts[0].meanPathCountLength - 4.5) < 1e-12)
    // The classifier's bias comes after all blocks.
    #expect(parts[2].pathCounts == [1])
    let plain = CIFARResNet(depth: 20, shortcut: .none, width: 2)
      .initialize(seed: 2, dtype: .float64)
    #expect(try split(plain, [2, 8, 8, 3]).parts[0].pathCounts == [1])
  }

  @Test func linearNetAgreesWithItsExpansion() throws {
    let model = LinearResidualNet(width: 5, depth: 3).initialize(seed: 6, dtype: .float64)
    let w = model.blocks.map(\.linear.weight.value)
    let tape = Tape()
    let x = tape.variable(draw([2, 5], "x"))
    let y = model(x)
    let g = draw([2, 5], "g")
    let split = tape.pathResolvedGradients(of: y, seed: g, withRespectTo: [x])[0]
    func back(_ blocks: [Int]) -> Tensor {
      blocks.sorted().reversed().reduce(g) { $0.matmul(w[$1], transposeRHS: true) }
    }
    let expected = [
      g, back([0]) + back([1]) + back([2]), back([0, 1]) + back([0, 2]) + back([1, 2]),
      back([0, 1, 2]),
    ]
    #expect(split.pathCounts == [1, 3, 3, 1])
    for (part, exact) in zip(split.parts, expected) {
      #expect((part - exact).norm < 1e-13 * exact.norm)
    }
    let shares = tape.blockGradientShares(of: y, seed: g)
    #expect(shares.map(\.path) == ["blocks.0", "blocks.1", "blocks.2"])
    // The last block's gradient arrives as it is; its branch multiplies by the weight.
    #expect(abs(shares[2].shortcutNorm - g.norm) < 1e-12)
    #expect(abs(shares[2].branchNorm - back([2]).norm) < 1e-12)
    let sum = g + back([2])
    let share = (g * sum).sum().item / sum.squared().sum().item
    #expect(abs(shares[2].shortcutShare - share) < 1e-12)
  }

  @Test func branchAndShortcutAreToldApart() throws {
    final class Swapped: Layer {
      let conv1 = Conv2d(2, 2, kernel: 3, padding: 1, bias: false)
      let bn1 = BatchNorm(2)
      let conv2 = Conv2d(2, 2, kernel: 3, padding: 1, bias: false)
      let projection = Conv2d(2, 2, kernel: 1, bias: false)
      let bn2 = BatchNorm(2)
      // The normalised side is the shortcut here, the added one the branch.
      func forward(_ x: Variable) -> Variable {
        bn2.activated(projection(x), .relu, adding: conv2(bn1.activated(conv1(x), .relu)) * 0.5)
      }
    }
    let block = Swapped().initialize(seed: 1)
    let tape = Tape()
    _ = block(tape.variable(draw([2, 4, 4, 2], "x", dtype: .float32)))
    let additions = ResidualAddition.all(on: tape)
    #expect(additions.count == 1)
    #expect(tape.nodes[additions[0].branchEnd].operation.name == "multiplyNumber")
    #expect(tape.nodes[additions[0].shortcutEnd].operation.name == "conv2d")
    #expect(additions[0].branchOperations == 4 && additions[0].shortcutOperations == 2)
    #expect(!additions[0].isIdentity)
  }

  @Test func findsTheBlocksOfZooNets() throws {
    func blocks(_ model: any Classifier, _ size: Int) -> [ResidualAddition] {
      let tape = Tape()
      _ = model(tape.constant(Tensor(shapeOnly: [2, size, size, 3])))
        .crossEntropy(labels: [0, 1])
      return ResidualAddition.all(on: tape)
    }
    let resnet = blocks(ResNet.resnet18(), 32)
    #expect(resnet.map(\.path) == (1...4).flatMap { ["layer\($0).0", "layer\($0).1"] })
    #expect(resnet.filter(\.isIdentity).count == 5)
    #expect(blocks(ResNet.resnet50(), 32).count == 16)
    #expect(blocks(GoogLeNet.torchvision(), 64).isEmpty)
    #expect(blocks(CIFARResNet(depth: 56), 8).count == 27)
    #expect(blocks(CIFARResNet(depth: 56, shortcut: .none), 8).isEmpty)
    // MobileNetV2 has 10 blocks with a shortcut (Sandler et al. 2018, Table 2).
    let mobile = try Catalog.entry(named: "mobilenet_v2").make(1000, 3)
    #expect(blocks(mobile, 32).count == 10)
  }
}

import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusTestSupport
import GradusZoo
import Testing

/// A dry run throws where a run would trap, never traps itself, and says what a run gives.
@Suite struct DryRunTests {
  /// A shape that a stranger might hand to a network, mostly with something wrong with it.
  private static func strangeShape(_ draws: inout Draws) -> Shape {
    func length(_ count: Int) -> Int { draws.integer(0...count - 1) }
    switch length(8) {
    case 0: return Shape((0..<length(7)).map { _ in length(5) })
    case 1: return [1 + length(2), 3, 64, 64]
    case 2: return [length(3), length(40), length(40), 3]
    case 3: return [2, 1 + length(300), 1 + length(300), 3]
    case 4: return [1, 32, 32, length(6)]
    case 5: return [1, 1 << 20, 1 << 20, 3]
    case 6: return [1, 1 + length(8), 1 << 30, 3]
    default: return [1 + length(3), 1 + length(64), 1 + length(64), 3]
    }
  }

  @Test(arguments: Catalog.all)
  func noShapeTrapsANetwork(_ entry: CatalogEntry) throws {
    let model = entry.make(10, 3)
    var draws = Draws(entry.name, 5)
    var refused = 0
    for _ in 0..<6 {
      let shape = Self.strangeShape(&draws)
      for mode in [Tape.Mode.inference, .training] {
        do {
          let logits = try model.outputShape(for: shape, mode: mode)
          #expect(logits == [shape[0], 10], "\(entry.name) on \(shape)")
        } catch {
          refused += 1
          #expect(!error.description.isEmpty && !error.description.contains("\n"))
        }
      }
    }
    // Afterwards everything is as before: a network takes what it takes, with values.
    let size = max(32, model.inputRequirement.minimumSize)
    #expect(try model.outputShape(for: [2, size, size, 3]) == [2, 10])
    #expect(!Tensor.ones([1]).isShapeOnly)
  }

  @Test func theFirstMismatchNamesTheLayer() throws {
    let resnet = try Catalog.entry(named: "resnet18").make(10, 3)
    let small = #expect(throws: ShapeMismatch.self) {
      try resnet.outputShape(for: [1, 32, 32, 3], mode: .training)
    }
    #expect(small?.description.hasPrefix("layer4.0.bn1: batch normalisation: ") == true)
    #expect(try resnet.outputShape(for: [1, 32, 32, 3]) == [1, 10])
    let channels = #expect(throws: ShapeMismatch.self) {
      try resnet.outputShape(for: [1, 3, 64, 64])
    }
    #expect(channels?.description.contains("permute") == true)
    let inception = try Catalog.entry(named: "inception_v3").make(10, 3)
    #expect(try inception.outputShape(for: [2, 128, 128, 3]) == [2, 10])
    #expect(throws: ShapeMismatch.self) {
      try inception.outputShape(for: [2, 128, 128, 3], mode: .training)
    }
  }

  /// Random stacks of layers on random shapes: where the dry run throws, a run on zeros traps, which is
  /// checked by example elsewhere; where it does not, a run gives the shape that it said.
  @Test func whatPassesRunsToTheSameShape() throws {
    var (draws, passed) = (Draws("stacks", 7), 0)
    for _ in 0..<300 {
      let channels = draws.integer(1...4)
      let stack = Sequential((0..<3).map { _ in Self.layer(channels, &draws) })
      stack.initialize(seed: 1)
      let shape = Shape(
        (0..<draws.integer(2...5)).map { axis in axis == 3 ? channels : draws.integer(0...8) })
      for mode in [Tape.Mode.inference, .training] {
        guard let predicted = try? stack.outputShape(for: shape, mode: mode) else { continue }
        let tape = Tape(mode, updatesStatistics: false, step: 0)
        #expect(stack(tape.constant(Tensor.zeros(shape))).shape == predicted)
        passed += 1
      }
    }
    #expect(passed > 60)
  }

  private static func layer(_ channels: Int, _ draws: inout Draws) -> any Layer {
    let size = draws.integer(1...4)
    switch draws.integer(0...11) {
    case 0: return Conv2d(channels, channels, kernel: size, stride: 1 + size / 3)
    case 1: return SameConv2d(channels, channels, kernel: size)
    case 2: return BatchNorm(channels)
    case 3: return MaxPool2d(kernel: size)
    case 4: return AveragePool2d(kernel: size, roundsUp: true)
    case 5: return AdaptiveAveragePool2d(height: size, width: 2)
    case 6: return Flatten()
    case 7: return Linear(channels * size, channels)
    case 8: return LocalResponseNorm()
    case 9: return BilinearResize(height: size, width: size + 1)
    case 10: return ChannelShuffle(groups: size)
    default: return Dropout(0.5)
    }
  }

  @Test func valuesOfParametersDoNotMatterAfterAMismatch() {
    /// Looks into a table of real numbers with an index that the input's size decides.
    final class Positions: Layer {
      let table = Parameter([4, 2], .ones)
      func forward(_ x: Variable) -> Variable {
        x + table.variable(on: x.tape!).sliced(axis: 0, 0..<x.shape[0])
      }
    }
    let layer = Positions().initialize(seed: 1)
    #expect(throws: ShapeMismatch.self) { try layer.outputShape(for: [5, 2]) }
    #expect(throws: Never.self) { try layer.outputShape(for: [3, 2]) }
  }

  @Test func shapesThatNoMemoryHoldsAreRefused() {
    let layer = Conv2d(3, 8, kernel: 1)
    #expect(throws: ShapeMismatch.self) {
      try Tape.dryRun { _ in Shape([1 << 40, 1 << 40]).count }
    }
    #expect(throws: ShapeMismatch.self) {
      try layer.outputShape(for: [1 << 16, 1 << 14, 1 << 14, 3])
    }
  }
}

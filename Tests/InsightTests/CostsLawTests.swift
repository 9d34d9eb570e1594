import Gradus
import Testing

/// The lecture's laws about layers, for many sizes.
@Suite struct CostsLawTests {
  private func conv(_ inputs: Int, _ outputs: Int, _ kernel: Int) -> Conv2d {
    Conv2d(inputs, outputs, kernel: kernel, padding: kernel / 2, bias: false)
  }

  private func costs(_ layers: [any Layer], _ h: Int, _ w: Int, _ channels: Int) -> NetworkCosts {
    let model = Sequential(layers)
    return NetworkCosts(of: model, input: [1, h, w, channels]) { model($0) }
  }

  /// Random heights, widths and channels.
  private var sizes: [(h: Int, w: Int, c: Int)] {
    let stream = RandomStream(seed: 1, name: "sizes")
    return (0..<20).map {
      (
        1 + stream.integer(3 * $0, below: 30), 1 + stream.integer(3 * $0 + 1, below: 30),
        1 + stream.integer(3 * $0 + 2, below: 40)
      )
    }
  }

  @Test func twoThreesAreCheaperThanAFive() {
    for (h, w, c) in sizes {
      let five = costs([conv(c, c, 5)], h, w, c)
      let threes = costs([conv(c, c, 3), conv(c, c, 3)], h, w, c)
      #expect(five.parameters == 25 * c * c && threes.parameters == 18 * c * c)
      #expect(five.multiplyAdds == 25 * c * c * h * w)
      #expect(threes.multiplyAdds == 18 * c * c * h * w)
    }
  }

  @Test func halvingTheImageAndDoublingTheChannelsKeepsTheArithmetic() {
    for (h, w, c) in sizes {
      let early = costs([conv(c, c, 3)], 2 * h, 2 * w, c)
      let late = costs([conv(2 * c, 2 * c, 3)], h, w, 2 * c)
      #expect(early.convolutionOutputElements == 4 * c * h * w)
      #expect(early.parameters == 9 * c * c && early.multiplyAdds == 36 * h * w * c * c)
      #expect(late.convolutionOutputElements == 2 * c * h * w)
      #expect(late.parameters == 36 * c * c && late.multiplyAdds == 36 * h * w * c * c)
    }
  }

  @Test func bottleneckIsCheaperThanABasicBlock() {
    for (h, w, c) in sizes {
      let basic = BasicBlock(c, c, shortcut: .padded)
      let bottleneck = Bottleneck(4 * c, planes: c)
      let a = NetworkCosts(of: basic, input: [1, h, w, c]) { basic($0) }
      let b = NetworkCosts(of: bottleneck, input: [1, h, w, 4 * c]) { bottleneck($0) }
      #expect(a.multiplyAdds == 18 * h * w * c * c)
      #expect(b.multiplyAdds == 17 * h * w * c * c)
    }
  }

  @Test func costsGrowWithTheBatchAndParametersDoNot() {
    let model = CIFARResNet(depth: 8)
    let one = NetworkCosts(of: model, input: [1, 32, 32, 3]) { model($0).logits }
    let many = NetworkCosts(of: model, input: [7, 32, 32, 3]) { model($0).logits }
    #expect(many.multiplyAdds == 7 * one.multiplyAdds)
    #expect(many.total(\.storedElements) == 7 * one.total(\.storedElements))
    #expect(many.parameters == one.parameters)
  }
}

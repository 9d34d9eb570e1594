import Gradus
import Testing

private let batchNormNames = ["weight", "bias", "running_mean", "running_var"]

private func batchNorm(_ path: String) -> [String] { batchNormNames.map { "\(path).\($0)" } }

private final class Shared: Module {
  let first: Linear
  let second: Linear
  let list: [Linear]
  init() {
    first = Linear(2, 2)
    second = first
    list = [Linear(2, 3, bias: false), first]
  }
}

private final class Named: Module {
  let runningTotal = Buffer([1], initialValue: 0)
  let maybe: Parameter? = Parameter([3], .ones)
  let nothing: Parameter? = nil
  let text = "not a member"
}

/// The names that reflection finds are torchvision's, in torchvision's order.
@Suite struct ReflectionTests {
  private func names(_ module: any Module) -> [String] { module.stateDictionary.map(\.name) }

  @Test func aBasicBlockHasTorchvisionsNames() {
    let body =
      ["conv1.weight"] + batchNorm("bn1") + ["conv2.weight"] + batchNorm("bn2")
    #expect(names(BasicBlock(4, 4, shortcut: .projected)) == body)
    #expect(
      names(BasicBlock(4, 8, stride: 2, shortcut: .projected))
        == body + ["downsample.0.weight"] + batchNorm("downsample.1"))
    #expect(names(BasicBlock(4, 8, stride: 2, shortcut: .padded)) == body)
    #expect(names(BasicBlock(4, 4, shortcut: .none)) == body)
  }

  @Test func aBottleneckHasTorchvisionsNames() {
    let body = (1...3).flatMap { ["conv\($0).weight"] + batchNorm("bn\($0)") }
    #expect(names(Bottleneck(16, planes: 4)) == body)
    #expect(
      names(Bottleneck(16, planes: 8, stride: 2))
        == body + ["downsample.0.weight"] + batchNorm("downsample.1"))
  }

  @Test func aNetworkHasTorchvisionsNames() {
    let model = CIFARResNet(depth: 14)
    var expected = ["conv1.weight"] + batchNorm("bn1")
    for stage in 1...3 {
      for block in 0...1 {
        for layer in 1...2 {
          expected.append("layer\(stage).\(block).conv\(layer).weight")
          expected += batchNorm("layer\(stage).\(block).bn\(layer)")
        }
      }
    }
    #expect(names(model) == expected + ["fc.weight", "fc.bias"])
    #expect(model.parameters.map(\.path) == names(model).filter { !$0.contains("running") })
    #expect(model.buffers.map(\.path) == names(model).filter { $0.contains("running") })
  }

  @Test func anOptionalAddsNoComponentAndCapitalsBecomeUnderscores() {
    #expect(names(Named()) == ["running_total", "maybe"])
  }

  @Test func aSharedModuleIsVisitedOnceUnderItsFirstName() {
    let module = Shared()
    #expect(names(module) == ["first.weight", "first.bias", "list.0.weight"])
    #expect(module.modules.map(\.path) == ["", "first", "list.0"])
  }

  @Test func containersNameTheirChildrenAndAddNothing() {
    let model = Sequential {
      Concatenate {
        Linear(2, 2, bias: false)
        Sequential(named: [("deep", Linear(2, 2, bias: false))])
      }
      Concatenate(named: [("left", Linear(4, 1, bias: false)), ("right", ReLU())])
    }
    #expect(names(model) == ["0.0.weight", "0.1.deep.weight", "1.left.weight"])
  }

  @Test func theBuilderDropsNothing() {
    func chain(_ with: Bool) -> [String] {
      Sequential {
        ReLU()
        if with { Dropout(0.1) }
        if with { Tanh() } else { Sigmoid() }
        for _ in 0..<2 { Flatten() }
        [ReLU6(), SiLU()]
      }.layers.map { "\(type(of: $0))" }
    }
    #expect(
      chain(true) == ["ReLU", "Dropout", "Tanh", "Flatten", "Flatten", "ReLU6", "SiLU"])
    #expect(chain(false) == ["ReLU", "Sigmoid", "Flatten", "Flatten", "ReLU6", "SiLU"])
  }

  @Test func pathsLeadToDescendants() {
    let model = CIFARResNet(depth: 14)
    for (path, module) in model.modules where !path.isEmpty {
      #expect(model.path(to: module) == path)
    }
    #expect(model.path(to: ReLU()) == nil)
  }
}

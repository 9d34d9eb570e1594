import Gradus
import Testing

private func layer() -> Linear { Linear(2, 2, bias: false) }

private class Base: Layer {
  let stem = layer()
  func forward(_ x: Variable) -> Variable { stem(x) }
}

private final class Refined: Base {
  let head = layer()
  override func forward(_ x: Variable) -> Variable { head(super.forward(x)) }
}

private enum Shortcut {
  case none
  case projection(Linear)
  case normalized(layer: Linear, norm: BatchNorm)
}

private struct Pair {
  let left = layer()
  let rightSide = layer()
}

private final class Holder: Module {
  let byName = ["b": layer(), "a": layer()]
  let byNumber = [10: layer(), 9: layer()]
  let tuple = (layer(), named: layer())
  let pair = Pair()
  let empty = Shortcut.none
  let shortcut = Shortcut.projection(layer())
  let several = Shortcut.normalized(layer: layer(), norm: BatchNorm(1, affine: false))
  lazy var made = layer()
  let numbers = [1, 2, 3]
  let table = ["a": 1.5]
}

private final class Parent: Module {
  let child = Child()
  init() { child.parent = self }
}

private final class Child: Module {
  weak var parent: Parent?
  let layer = Linear(2, 2, bias: false)
}

/// Layers are found wherever a stored property can hold them.
@Suite struct ReflectionSearchTests {
  private func names(_ module: any Module) -> [String] { module.parameters.map(\.path) }

  @Test func inheritedLayersComeFirst() {
    let model = Refined().initialize(seed: 1)
    #expect(names(model) == ["stem.weight", "head.weight"])
    let x = Tensor.ones([1, 2])
    let expected = x.matmul(model.stem.weight.value).matmul(model.head.weight.value)
    #expect(model(x).floats == expected.floats)
  }

  @Test func valuesAreLookedInto() {
    let holder = Holder()
    _ = holder.made
    #expect(
      names(holder) == [
        "by_name.a.weight", "by_name.b.weight", "by_number.9.weight", "by_number.10.weight",
        "tuple.0.weight", "tuple.named.weight", "pair.left.weight", "pair.right_side.weight",
        "shortcut.weight", "several.layer.weight", "made.weight",
      ])
    #expect(holder.buffers.map(\.path).first == "several.norm.running_mean")
    for (path, module) in holder.modules { #expect(holder.path(to: module) == path) }
  }

  @Test func parametersAndBuffersHavePaths() {
    let model = CIFARResNet(depth: 8)
    for (path, parameter) in model.parameters {
      #expect(model.path(to: parameter) == path)
      #expect(model.parameter(at: path) === parameter)
    }
    for (path, buffer) in model.buffers { #expect(model.path(to: buffer) == path) }
    #expect(model.path(to: model) == "")
    #expect(model.parameter(at: "layer9.weight") == nil)
  }

  @Test func aWayBackToTheParentEnds() {
    let parent = Parent()
    #expect(names(parent) == ["child.layer.weight"])
    #expect(parent.path(to: layer()) == nil)
    #expect(parent.child.path(to: parent) == "parent")
  }
}

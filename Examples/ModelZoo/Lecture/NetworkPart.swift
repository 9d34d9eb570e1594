import Gradus

/// The first operations of a network: what the lecture compares from the image to 28 by 28 pixels.
struct NetworkPart {
  let operations: ArraySlice<OperationCost>
  let parameters: Int

  /// The operations up to the first one that `isLast` is true for, that one included.
  init(of costs: NetworkCosts, until isLast: (OperationCost) -> Bool) {
    let end = costs.operations.firstIndex(where: isLast).map { $0 + 1 } ?? costs.operations.count
    operations = costs.operations[..<end]
    let paths = Set(operations.map(\.path))
    parameters = Self.leaves(costs.root).filter { paths.contains($0.path) }
      .reduce(0) { $0 + $1.parameters }
  }

  /// Multiply-adds in 10⁶.
  var megas: Double { Double(total(\.multiplyAdds, .convolution)) / 1e6 }

  /// Results of some kinds of operations, in float32, in MiB.
  func mebibytes(_ kinds: TapeOperation.Kind...) -> Double {
    let elements = kinds.reduce(0) { $0 + total(\.outputElements, $1) }
    return 4 * Double(elements) / 0x1p20
  }

  private func total(_ count: KeyPath<OperationCost, Int>, _ kind: TapeOperation.Kind) -> Int {
    operations.reduce(0) { $1.kind == kind ? $0 + $1[keyPath: count] : $0 }
  }

  private static func leaves(_ module: ModuleCost) -> [ModuleCost] {
    module.children.isEmpty ? [module] : module.children.flatMap(leaves)
  }
}

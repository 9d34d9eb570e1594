import Gradus

/// The networks the lecture counts, each measured once when it is first asked for.
final class LectureNetworks {
  private var measured: [String: MeasuredEntry] = [:]

  /// A network of the zoo; traps on a name it does not have.
  func entry(_ name: String) -> MeasuredEntry {
    if let known = measured[name] { return known }
    guard let entry = Catalog.all.first(where: { $0.name == name }) else {
      preconditionFailure("\(name) is not in the zoo")
    }
    let new = MeasuredEntry(entry)
    measured[name] = new
    return new
  }

  func costs(_ name: String) -> NetworkCosts { entry(name).costs }

  /// Up to which operation something is counted.
  enum Extent {
    case all
    /// From the image to 28 by 28 pixels: GoogLeNet's second pooling, VGG's third.
    case stem
  }

  private func part(_ name: String, _ extent: Extent) -> ArraySlice<OperationCost> {
    let operations = costs(name).operations
    guard extent == .stem else { return operations[...] }
    var poolings = 0
    let last = name.hasPrefix("googlenet") ? 2 : 3
    return operations.prefix { operation in
      defer { if operation.kind == .pooling { poolings += 1 } }
      return poolings < last
    }
  }

  /// Results of convolutions, and of poolings if wanted, in MiB of float32.
  func memory(_ name: String, _ extent: Extent = .all, pooling: Bool = false) -> LectureTally {
    LectureTally(
      title: "\(name), results of \(pooling ? "conv and pool" : "conv")", unit: "MiB",
      terms: part(name, extent).filter {
        $0.kind == .convolution || pooling && $0.kind == .pooling
      }.map { term($0, 4 * Double($0.outputElements) / 0x1p20) })
  }

  /// Trainable numbers, in thousands or millions.
  func parameters(
    _ name: String, _ extent: Extent = .all, per divisor: Double = 1e6
  ) -> LectureTally {
    let paths = Set(part(name, extent).map(\.path))
    var terms: [LectureTally.Term] = []
    func add(_ module: ModuleCost) {
      if module.children.isEmpty, paths.contains(module.path), module.parameters > 0 {
        terms.append(
          .init(
            name: "\(module.path) \(module.type) \(module.geometry)",
            value: Double(module.parameters) / divisor))
      }
      for child in module.children { add(child) }
    }
    add(costs(name).root)
    return LectureTally(
      title: "\(name), parameters", unit: divisor == 1e6 ? "M" : "K", terms: terms)
  }

  /// Multiply-adds, in millions or thousands of millions.
  func multiplyAdds(
    _ name: String, _ extent: Extent = .all, per divisor: Double = 1e9
  ) -> LectureTally {
    LectureTally(
      title: "\(name), multiply-adds", unit: divisor == 1e9 ? "GMAC" : "MMAC",
      terms: part(name, extent).filter { $0.multiplyAdds > 0 }
        .map { term($0, Double($0.multiplyAdds) / divisor) })
  }

  private func term(_ operation: OperationCost, _ value: Double) -> LectureTally.Term {
    let size = operation.output.dimensions.dropFirst().map(String.init).joined(separator: "x")
    return .init(
      name: [operation.path, operation.operation, operation.geometry, size]
        .filter { !$0.isEmpty }.joined(separator: " "), value: value)
  }

  /// The convolutions of each stage: what lies between poolings.
  func stages(_ name: String) -> [[OperationCost]] {
    var stages: [[OperationCost]] = [[]]
    for operation in costs(name).operations {
      if operation.kind == .matrixProduct { break }
      if operation.kind == .convolution { stages[stages.count - 1].append(operation) }
      if operation.kind == .pooling, operation.windowElements > operation.outputElements {
        stages.append([])
      }
    }
    return stages.filter { !$0.isEmpty }
  }

  /// The blocks of each stage of a residual network: modules of `layer1` to `layer4`.
  func blocks(_ name: String) -> [[ModuleCost]] {
    costs(name).root.children.filter { $0.name.hasPrefix("layer") }.map(\.children)
  }

  /// Convolutions and fully connected layers, without projections.
  func layers(_ name: String) -> Int {
    costs(name).operations.count {
      ($0.kind == .convolution || $0.kind == .matrixProduct) && !$0.path.contains("downsample")
    }
  }

  /// The published errors of torchvision's first weights, in per cent.
  func torchvisionTop5(_ name: String) -> Double {
    entry(name).entry.publishedErrors.first { $0.source.hasPrefix("torchvision") }?.top5 ?? .nan
  }
}

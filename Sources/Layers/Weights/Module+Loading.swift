import GradusTensors

extension Module {
  /// All parameters and buffers in torchvision's names, order, shapes and layout.
  public var pyTorchState: [(name: String, value: Tensor)] {
    members.map { member in (member.path, member.layout.toPyTorch(member.value)) }
  }

  /// Takes the values of parameters and buffers from named tensors.
  ///
  /// By default the tensors are in PyTorch's layout and must be the model's, name by name and shape by
  /// shape; filters, matrices and matrices behind a flattened feature map are brought into order by
  /// what the layers are. `num_batches_tracked` is ignored. A model that has values keeps its element
  /// type; one without becomes `.float64` where all tensors are, and `.float32` otherwise.
  ///
  /// Returns what was loaded. Throws `LoadError` and changes nothing when the weights do not fit.
  @discardableResult
  public func load(
    weights: [(name: String, tensor: Tensor)], _ options: LoadOptions = .everything,
    path: String? = nil
  ) throws -> LoadReport {
    var report = LoadReport()
    let given = try renamed(weights, options, path, &report)
    let fallback: DType =
      !given.isEmpty && given.values.allSatisfy { $0.dtype == .float64 } ? .float64 : .float32
    var assignments: [() -> Void] = []
    var known: Set<String> = []
    for member in members {
      known.insert(member.path)
      guard let tensor = given[member.path] else {
        report.missing.append(member.path)
        continue
      }
      let layout = options.layout == .pyTorch ? member.layout : .same
      let expected = layout.pyTorchShape(member.value.shape)
      guard tensor.shape == expected else {
        report.wrongShape.append(
          .init(name: member.path, expected: expected, found: tensor.shape))
        continue
      }
      report.loaded.append(member.path)
      let dtype = member.value.isShapeOnly ? fallback : member.value.dtype
      assignments.append { member.assign(layout.fromPyTorch(tensor).converted(to: dtype)) }
    }
    report.unexpected = given.keys.filter { !known.contains($0) }.sorted()
    switch options.completeness {
    case .everything:
      guard report.isComplete else { throw LoadError(path: path, report: report) }
    case .partial:
      guard !report.loaded.isEmpty else {
        throw LoadError(path: path, report: report, problem: "no name matches; \(report)")
      }
    }
    for assign in assignments { assign() }
    return report
  }

  /// The tensors by the model's names; counters are left out and listed.
  private func renamed(
    _ weights: [(name: String, tensor: Tensor)], _ options: LoadOptions, _ path: String?,
    _ report: inout LoadReport
  ) throws -> [String: Tensor] {
    var kept = weights
    for prefix in options.prefixes
    where !kept.isEmpty && kept.allSatisfy({ $0.name.hasPrefix(prefix) }) {
      kept = kept.map { (String($0.name.dropFirst(prefix.count)), $0.tensor) }
      report.strippedPrefix += prefix
    }
    var result: [String: Tensor] = [:]
    for (name, tensor) in kept {
      if name.split(separator: ".").last == "num_batches_tracked" {
        report.ignored.append(name)
        continue
      }
      let mapped = options.names(name)
      guard result.updateValue(tensor, forKey: mapped) == nil else {
        throw LoadError(
          path: path, report: report,
          problem: "two tensors are called \"\(mapped)\"; check the name map")
      }
    }
    return result
  }

  private var members: [Member] {
    var result: [Member] = []
    Reflection.walk(self) { path, member in
      switch member {
      case .parameter(let parameter):
        result.append(
          Member(path: path, value: parameter.value, layout: parameter.pyTorchLayout) {
            parameter.value = $0
          })
      case .buffer(let buffer):
        result.append(Member(path: path, value: buffer.value, layout: .same) { buffer.value = $0 })
      case .module: break
      }
    }
    return result
  }
}

/// A parameter or buffer, its name and how PyTorch orders its elements.
private struct Member {
  let path: String
  let value: Tensor
  let layout: PyTorchLayout
  let assign: (Tensor) -> Void
}

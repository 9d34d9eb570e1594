import GradusTensors

extension Module {
  /// All parameters and buffers by name, in torchvision's names and order and this library's layout.
  public var stateDictionary: StateDictionary { stateDictionary(layout: .native) }

  /// All parameters and buffers by name, in torchvision's names and order; in PyTorch's layout, their
  /// shapes are PyTorch's too.
  public func stateDictionary(layout: StateDictionary.Layout) -> StateDictionary {
    StateDictionary(members.map { ($0.path, $0.layout(layout).toPyTorch($0.value)) })
  }

  /// Takes the values of parameters and buffers from named tensors: all or, on request, what matches.
  ///
  /// By default the tensors are in this library's layout and must be the model's, name by name and
  /// shape by shape. In PyTorch's, filters, matrices and matrices behind a flattened feature map are
  /// brought into order by what the layers are. `num_batches_tracked` is ignored. A model that has
  /// values keeps its element type; one without becomes `.float64` where all tensors are, and
  /// `.float32` otherwise.
  ///
  /// Returns what was loaded. Throws `StateMismatch`, which names `path`, and changes nothing when the
  /// tensors do not fit.
  @discardableResult
  public func load(
    _ state: StateDictionary, _ options: LoadOptions = .everything, path: String? = nil
  ) throws -> LoadReport {
    let layout = options.layout ?? .native
    let members = members
    let expected = StateDictionary(members.map { ($0.path, $0.expectation(layout)) })
    let given = try state.translated(for: expected, options, path)
    let match = given.state.matched(against: expected)
    var report = match.report
    (report.ignored, report.strippedPrefix) = (given.ignored, given.strippedPrefix)
    switch options.completeness {
    case .everything:
      guard report.isComplete else { throw StateMismatch(report, of: .model, path: path) }
    case .partial:
      guard !report.loaded.isEmpty else {
        throw StateMismatch(report, of: .model, path: path, problem: "no name matches; \(report)")
      }
    }
    let areDouble = !given.state.isEmpty && given.state.allSatisfy { $0.value.dtype == .float64 }
    for member in members {
      guard let tensor = match.assigned[member.path] else { continue }
      let own = member.value
      let dtype = own.isShapeOnly ? (areDouble ? DType.float64 : .float32) : own.dtype
      member.assign(member.layout(layout).fromPyTorch(tensor).converted(to: dtype))
    }
    return report
  }

  private var members: [Member] {
    var result: [Member] = []
    Reflection.walk(self) { path, member in
      switch member {
      case .parameter(let parameter):
        result.append(
          Member(path: path, value: parameter.value, pyTorchLayout: parameter.pyTorchLayout) {
            parameter.value = $0
          })
      case .buffer(let buffer):
        result.append(
          Member(path: path, value: buffer.value, pyTorchLayout: .same) { buffer.value = $0 })
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
  let pyTorchLayout: PyTorchLayout
  let assign: (Tensor) -> Void

  /// How a dictionary in `layout` orders its elements.
  func layout(_ layout: StateDictionary.Layout) -> PyTorchLayout {
    layout == .pyTorch ? pyTorchLayout : .same
  }

  /// The shape that a dictionary in `layout` must have.
  func expectation(_ layout: StateDictionary.Layout) -> Tensor {
    Tensor(shapeOnly: self.layout(layout).pyTorchShape(value.shape), dtype: value.dtype)
  }
}

extension StateDictionary {
  /// The tensors by the model's names; batch counters are left out and listed.
  ///
  /// Throws `StateMismatch` where two become the same name.
  fileprivate func translated(
    for expected: StateDictionary, _ options: LoadOptions, _ path: String?
  ) throws -> (state: StateDictionary, ignored: [String], strippedPrefix: String) {
    var (kept, strippedPrefix) = (self, "")
    for prefix in options.prefixes {
      let stripped = kept.stripping(prefix)
      // Names of the model's own that begin so are not those of a wrapper.
      let areOwn = kept.names.contains { expected[options.names($0)] != nil }
      if !kept.isEmpty, stripped.count == kept.count, !areOwn {
        (kept, strippedPrefix) = (stripped, strippedPrefix + prefix)
      }
    }
    var (state, ignored) = (StateDictionary(), [String]())
    for (name, value) in kept {
      let mapped = options.names(name)
      if expected[mapped] == nil, name.split(separator: ".").last == "num_batches_tracked" {
        ignored.append(name)
        continue
      }
      guard state[mapped] == nil else {
        throw StateMismatch(
          LoadReport(), of: .model, path: path,
          problem: "two tensors are called \"\(mapped.onOneLine())\"; check the name map")
      }
      state[mapped] = value
    }
    return (state, ignored, strippedPrefix)
  }
}

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
  /// brought into order by what the layers are. `num_batches_tracked` and `n_averaged` are ignored. A model that has
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
    let translation = try NameTranslation(
      state.names, for: Set(expected.names), options, path)
    let given = state.translated(by: translation)
    let match = given.matched(against: expected)
    var report = match.report
    (report.ignored, report.strippedPrefix) = (translation.ignored, translation.strippedPrefix)
    switch options.completeness {
    case .everything:
      guard report.isComplete else { throw StateMismatch(report, of: .model, path: path) }
    case .partial:
      guard !report.loaded.isEmpty else {
        throw StateMismatch(report, of: .model, path: path, problem: "no name matches; \(report)")
      }
    }
    let areDouble = !given.isEmpty && given.allSatisfy { $0.value.dtype == .float64 }
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
  /// The tensors by the model's names.
  fileprivate func translated(by translation: NameTranslation) -> StateDictionary {
    var state = StateDictionary()
    for (name, target) in translation.targets { state[target] = self[name] }
    return state
  }
}

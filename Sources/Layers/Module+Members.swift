import GradusAutodiff
import GradusTensors

extension Module {
  /// All parameters with their paths, `layer1.0.conv1.weight`, in torchvision's order.
  public var parameters: [(path: String, parameter: Parameter)] {
    var result: [(path: String, parameter: Parameter)] = []
    Reflection.walk(self) { path, member in
      if case .parameter(let parameter) = member { result.append((path, parameter)) }
    }
    return result
  }

  /// All buffers with their paths.
  public var buffers: [(path: String, buffer: Buffer)] {
    var result: [(path: String, buffer: Buffer)] = []
    Reflection.walk(self) { path, member in
      if case .buffer(let buffer) = member { result.append((path, buffer)) }
    }
    return result
  }

  /// This module (with an empty path) and all modules below it with their paths, parents first.
  public var modules: [(path: String, module: any Module)] {
    var result: [(path: String, module: any Module)] = []
    Reflection.walk(self) { path, member in
      if case .module(let module) = member { result.append((path, module)) }
    }
    return result
  }

  /// The number of trainable numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.parameter.shape.count } }

  /// Fills all parameters and buffers.
  ///
  /// A parameter's values depend on the seed and its path only, not on the order of construction or
  /// on what else the model has. Returns the model.
  @discardableResult
  public func initialize(seed: UInt64, dtype: DType = .float32) -> Self {
    Reflection.walk(self) { path, member in
      switch member {
      case .parameter(let parameter):
        parameter.value = parameter.initializer.values(
          parameter.shape, from: RandomStream(seed: seed, name: path), dtype: dtype, for: path)
      case .buffer(let buffer):
        buffer.value = .full(buffer.value.shape, buffer.initialValue, dtype: dtype)
      case .module:
        break
      }
    }
    return self
  }

  /// Converts all parameters and buffers to an element type.
  public func convert(to dtype: DType) {
    for (_, parameter) in parameters { parameter.value = parameter.value.converted(to: dtype) }
    for (_, buffer) in buffers { buffer.value = buffer.value.converted(to: dtype) }
  }

  /// The path from this module to a module, parameter or buffer below it, or nil when it does not own
  /// it.
  public func path(to descendant: AnyObject) -> String? {
    let members = Reflection.members(of: self)
    for (path, member) in members {
      let object: AnyObject =
        switch member {
        case .parameter(let parameter): parameter
        case .buffer(let buffer): buffer
        case .module(let module): module
        }
      if object === descendant { return path.joined(separator: ".") }
    }
    for case (let path, .module(let module)) in members {
      if let rest = module.path(to: descendant) { return (path + [rest]).joined(separator: ".") }
    }
    return nil
  }
}

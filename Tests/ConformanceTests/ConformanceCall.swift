import Gradus

/// What is done differently here, on purpose, and so is not compared.
struct Different: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// What came out otherwise than in PyTorch, where it is no value or derivative.
struct Unequal: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

/// A sample's arguments on a tape.
final class ConformanceCall {
  /// What is differentiated by, and how PyTorch orders its elements.
  struct Leaf {
    let variable: Variable
    let layout: PyTorchLayout
  }

  let sample: ConformanceSample
  let tape: Tape
  /// All tensors of the arguments; leaves are variables of the tape.
  let variables: [Variable]
  /// Parameters of a module, which stand in the place of the tensors that they have their values from.
  private var parameters: [Int: Leaf] = [:]

  init(_ sample: ConformanceSample) {
    self.sample = sample
    let tape = Tape(sample.training ?? true ? .training : .inference, step: 0)
    self.tape = tape
    variables = sample.tensors.map {
      $0.kind == .leaf ? tape.variable($0.tensor) : Variable($0.tensor)
    }
  }

  /// What is differentiated by.
  var leaves: [Leaf] {
    variables.indices.filter { sample.tensors[$0].kind == .leaf }.map {
      parameters[$0] ?? Leaf(variable: variables[$0], layout: .same)
    }
  }

  /// Gives a module the sample's parameters and buffers, whose paths must be its own.
  func adopt(_ module: any Module) throws {
    let (places, buffers) = (sample.parameters ?? [:], sample.buffers ?? [:])
    let own = module.parameters
    guard Set(own.map(\.path)) == Set(places.keys) else {
      throw Unequal("parameters \(own.map(\.path)), not \(places.keys.sorted())")
    }
    for (path, parameter) in own {
      guard let place = places[path] else { continue }
      parameter.value = parameter.pyTorchLayout.fromPyTorch(sample.tensors[place].tensor)
      parameters[place] = Leaf(
        variable: parameter.variable(on: tape), layout: parameter.pyTorchLayout)
    }
    for (path, buffer) in module.buffers {
      guard let numbers = buffers[path]?.before else { throw Unequal("a buffer \(path)") }
      buffer.value = Tensor(numbers.map(\.value), shape: buffer.shape, dtype: .float64)
    }
  }

  /// Whether a module's buffers are what they became.
  func check(buffersOf module: any Module) throws {
    for (path, buffer) in module.buffers {
      let expected = sample.buffers?[path]?.after ?? []
      if let text = Comparison.difference(buffer.value.scalars, expected) {
        throw Unequal("\(path): \(text)")
      }
    }
  }

  /// A tensor as a variable of the tape, so that parameters beside it are differentiated by.
  func onTape(_ position: Int, _ name: String = "") throws -> Variable {
    let x = try tensor(position, name)
    return x.tape == nil ? tape.constant(x.value) : x
  }

  /// An argument by position or name; nil where it was left out or is None.
  func argument(_ position: Int, _ name: String) -> ConformanceSample.Argument? {
    sample.arguments.indices.contains(position) ? sample.arguments[position] : sample.named[name]
  }

  /// A tensor, or a number as one.
  func tensor(_ position: Int, _ name: String = "") throws -> Variable {
    guard let found = optional(position, name) else { throw Different("needs a tensor") }
    return found
  }

  func optional(_ position: Int, _ name: String) -> Variable? {
    let argument = argument(position, name)
    if let index = argument?.tensor { return variables[index] }
    return argument?.number.map { Variable(Tensor($0, dtype: .float64)) }
  }

  /// The positions in a tensor of whole numbers.
  func whole(_ position: Int, _ name: String) throws -> (shape: Shape, values: [Int]) {
    guard let index = argument(position, name)?.tensor, sample.tensors[index].kind != .leaf else {
      throw Different("needs positions")
    }
    return (variables[index].shape, variables[index].value.scalars.map { Int($0) })
  }

  func tensors(_ position: Int, _ name: String = "") throws -> [Variable] {
    guard let list = argument(position, name)?.list else { throw Different("needs a list") }
    return try list.map {
      guard let index = $0.tensor else { throw Different("needs tensors") }
      return variables[index]
    }
  }

  func number(_ position: Int, _ name: String, _ other: Double) -> Double {
    let argument = argument(position, name)
    if let text = argument?.text { return Double(text) ?? other }
    return argument?.number ?? argument?.tensor.map { variables[$0].value.scalars[0] } ?? other
  }

  func int(_ position: Int, _ name: String, _ other: Int) -> Int {
    Int(number(position, name, Double(other)))
  }

  func flag(_ position: Int, _ name: String, _ other: Bool = false) -> Bool {
    argument(position, name)?.flag ?? other
  }

  func text(_ position: Int, _ name: String, _ other: String) -> String {
    argument(position, name)?.text ?? other
  }

  /// Whole numbers: a list, or one number as a list; nil where it was left out.
  func ints(_ position: Int, _ name: String) -> [Int]? {
    let argument = argument(position, name)
    return argument?.list.map { $0.map { Int($0.number ?? 0) } }
      ?? argument?.number.map { [Int($0)] }
  }

  /// As many numbers as there are axes, or one for each.
  func ints(_ position: Int, _ name: String, _ other: Int, axes: Int) -> [Int] {
    let found = ints(position, name) ?? []
    return found.count == axes
      ? found : Array(repeating: found.first ?? other, count: axes)
  }

  /// Two numbers, or one twice.
  func pair(_ position: Int, _ name: String, _ other: Int) -> (Int, Int) {
    let found = ints(position, name) ?? []
    return found.isEmpty ? (other, other) : (found[0], found.count > 1 ? found[1] : found[0])
  }

  /// The reduction of a loss.
  func reduction() -> LossReduction {
    LossReduction(rawValue: text(99, "reduction", "mean")) ?? .mean
  }
}

extension Variable {
  /// `[n, c, h, w]` as `[n, h, w, c]`, and back.
  var channelsLast: Variable { permuted([0, 2, 3, 1]) }
  var channelsFirst: Variable { permuted([0, 3, 1, 2]) }
  /// `[outputs, inputs, h, w]` as `[h, w, inputs, outputs]`.
  var filter: Variable { permuted([2, 3, 1, 0]) }

  /// Images `[n, c, ...]` with the channels last, and back.
  var channelsToTheEnd: Variable { movedAxis(1, to: shape.rank - 1) }
  var channelsFromTheEnd: Variable { movedAxis(shape.rank - 1, to: 1) }

  /// One batch more, or one less, for what knows batches alone.
  var batched: Variable { expanded(axis: 0) }
  var unbatched: Variable { reshaped(to: Shape(Array(shape.dimensions.dropFirst()))) }
}

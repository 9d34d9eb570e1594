import GradusTensors

/// The gradients of a backward run by variable and by parameter: a value that can be read, changed
/// and made anew.
///
/// There is nothing to zero, and a missing gradient is nil, never a silent zero. As a sequence it
/// gives the gradients of parameters with the objects they belong to, those that were used last
/// first; gradients that were added later follow in the order of their addition.
///
/// What makes new gradients out of these (`scaled`, `clipped`, `mapped`, `+`) keeps the parameters'
/// and leaves those of plain variables behind.
public struct Gradients: Sequence {
  /// The gradient of a parameter.
  private struct Entry {
    let owner: AnyObject
    var gradient: Variable
  }

  private var entries: [Entry] = []
  private var places: [ObjectIdentifier: Int] = [:]
  /// The gradients of variables that stand for no parameter, by node.
  private var byNode: [Int: Variable] = [:]
  /// The parameter that a node stands for.
  private var owners: [Int: ObjectIdentifier] = [:]
  /// Stands for the tape that was run backward; nil when these were made from other gradients.
  private let handle: TapeHandle?

  /// Makes an empty value, to which gradients can be added.
  public init() { handle = nil }

  init(handle: TapeHandle) { self.handle = handle }

  /// The number of parameters that have a gradient.
  public var count: Int { entries.count }

  /// Whether no parameter has a gradient.
  public var isEmpty: Bool { entries.isEmpty }

  /// The gradients of parameters with the objects they belong to.
  public func makeIterator() -> some IteratorProtocol<(owner: AnyObject, gradient: Tensor)> {
    entries.lazy.map { (owner: $0.owner, gradient: $0.gradient.value) }.makeIterator()
  }

  // MARK: - Looking up

  /// The gradient for a variable; nil when the output does not depend on it.
  ///
  /// Traps when the variable is on another tape than the one that was run backward, and when these
  /// are not what a backward run gave.
  public subscript(_ variable: Variable) -> Tensor? { variableGradient(of: variable)?.value }

  /// The gradient for the leaf of an object (a parameter); nil when it was not used.
  ///
  /// Setting it replaces the gradient, adds one, or with nil removes it. Traps when it has another
  /// shape or element type than the one it replaces.
  public subscript(owner owner: AnyObject) -> Tensor? {
    get { variableGradient(owner: owner)?.value }
    set {
      guard let place = places[ObjectIdentifier(owner)] else {
        if let newValue { insert(Variable(newValue), owner: owner) }
        return
      }
      guard let newValue else { return remove(at: place) }
      Self.requireFit(newValue, entries[place].gradient.value, "replace")
      entries[place].gradient = Variable(newValue)
    }
  }

  /// The gradient as a variable, which can be differentiated again after `createGraph: true`.
  public func variableGradient(of variable: Variable) -> Variable? {
    guard let node = variable.node else { return nil }
    precondition(
      handle != nil,
      "gradients: these were made from others and know parameters only; look the variable up in "
        + "what the backward run gave")
    precondition(
      variable.handle === handle,
      "gradients: the variable is on another tape than the gradients; look up a parameter of the "
        + "model or a variable of the tape that was run backward")
    if let owner = owners[node] { return places[owner].map { entries[$0].gradient } }
    return byNode[node]
  }

  /// The gradient for an object's leaf as a variable.
  public func variableGradient(owner: AnyObject) -> Variable? {
    places[ObjectIdentifier(owner)].map { entries[$0].gradient }
  }

  // MARK: - Changing

  /// The parameters' gradients, each as `transform` makes it from the object it belongs to and the
  /// gradient; traps when the shape or element type changes.
  public func mapped(
    _ transform: (_ owner: AnyObject, _ gradient: Tensor) throws -> Tensor
  ) rethrows -> Gradients {
    var result = ofParameters
    for place in result.entries.indices {
      let gradient = result.entries[place].gradient.value
      let changed = try transform(result.entries[place].owner, gradient)
      Self.requireFit(changed, gradient, "replace")
      result.entries[place].gradient = Variable(changed)
    }
    return result
  }

  /// Adds the parameters' gradients of another run, as accumulation does; a parameter that only one
  /// of both knows keeps its gradient. Traps when shapes or element types differ.
  public static func += (sum: inout Gradients, other: Gradients) {
    sum = sum.ofParameters
    for entry in other.entries {
      guard let place = sum.places[ObjectIdentifier(entry.owner)] else {
        sum.insert(Variable(entry.gradient.value), owner: entry.owner)
        continue
      }
      var value = sum.entries[place].gradient.value
      requireFit(entry.gradient.value, value, "be added to")
      // Nobody else holds the value now, so that it can change in place.
      sum.entries[place].gradient = Variable(Tensor(0))
      value += entry.gradient.value
      sum.entries[place].gradient = Variable(value)
    }
  }

  /// These gradients without the tape and what only it can be asked for.
  private var ofParameters: Gradients {
    var result = Gradients()
    (result.entries, result.places) = (entries, places)
    return result
  }

  /// Puts in what a backward run found for a node, which may stand for a parameter.
  mutating func insert(_ gradient: Variable, node: Int, owner: AnyObject?) {
    guard let owner else {
      byNode[node] = gradient
      return
    }
    owners[node] = ObjectIdentifier(owner)
    insert(gradient, owner: owner)
  }

  private mutating func insert(_ gradient: Variable, owner: AnyObject) {
    let key = ObjectIdentifier(owner)
    let entry = Entry(owner: owner, gradient: gradient)
    if let place = places[key] {
      entries[place] = entry
    } else {
      places[key] = entries.count
      entries.append(entry)
    }
  }

  private mutating func remove(at place: Int) {
    entries.remove(at: place)
    places = Dictionary(
      uniqueKeysWithValues: entries.enumerated().map { (ObjectIdentifier($1.owner), $0) })
  }

  private static func requireFit(_ new: Tensor, _ old: Tensor, _ purpose: String) {
    precondition(
      new.shape == old.shape && new.dtype == old.dtype,
      "gradients: a gradient of shape \(new.shape) (\(new.dtype)) cannot \(purpose) one of shape "
        + "\(old.shape) (\(old.dtype))")
  }
}

import GradusTensors

/// Named tensors in an order: the weights of a model, the state of an optimiser, the contents of a
/// file of weights.
///
///     let backbone = model.stateDictionary.stripping("backbone.")
///     try other.load(backbone.renamed { $0.replacing("linear.", with: "fc.") })
///
/// A value: what is done to it changes neither the model it came from nor a copy. Names differ, as
/// Swift compares strings.
public struct StateDictionary: Sendable {
  /// The order of the elements of filters and matrices.
  public enum Layout: Sendable, Hashable {
    /// PyTorch's: filters `[out, in, kh, kw]`, matrices `[out, in]`.
    case pyTorch
    /// As in memory here and in checkpoints: filters `[kh, kw, in, out]`, matrices `[in, out]`.
    case native
  }

  private var entries: [(name: String, value: Tensor)] = []
  private var places: [String: Int] = [:]

  /// Makes a dictionary without tensors.
  public init() {}

  /// Makes a dictionary of tensors in the order given; traps on a name that is given twice.
  public init(_ tensors: some Sequence<(name: String, value: Tensor)>) {
    for (name, value) in tensors {
      precondition(
        places[name] == nil,
        "state dictionary: two tensors are called \"\(name.onOneLine())\"; names must differ, so rename "
          + "one")
      self[name] = value
    }
  }

  /// The tensor of a name, nil where there is none.
  ///
  /// A new name comes last; setting nil removes the name, setting another tensor keeps its place.
  public subscript(name: String) -> Tensor? {
    get { places[name].map { entries[$0].value } }
    set {
      switch (places[name], newValue) {
      case (let place?, let value?): entries[place].value = value
      case (nil, let value?):
        places[name] = entries.count
        entries.append((name, value))
      case (let place?, nil):
        entries.remove(at: place)
        places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
      case (nil, nil): break
      }
    }
  }

  /// The names, in order.
  public var names: [String] { entries.map(\.name) }
}

extension StateDictionary: RandomAccessCollection {
  /// The place of the first tensor: 0.
  public var startIndex: Int { 0 }

  /// The number of tensors.
  public var endIndex: Int { entries.count }

  /// The name and tensor at a place; traps beyond the last.
  public subscript(place: Int) -> (name: String, value: Tensor) { entries[place] }
}

extension StateDictionary: ExpressibleByDictionaryLiteral {
  /// Makes a dictionary of the tensors in a literal, in its order; traps on a name that is given
  /// twice.
  public init(dictionaryLiteral tensors: (String, Tensor)...) {
    self.init(tensors.map { (name: $0.0, value: $0.1) })
  }
}

extension StateDictionary: CustomStringConvertible {
  /// One line for each tensor: its name, shape and element type.
  public var description: String {
    map { "\($0.name.onOneLine()) \($0.value.shape) \($0.value.dtype)" }.joined(separator: "\n")
  }
}

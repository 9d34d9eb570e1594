extension PickleReader {
  /// The tensor that one of PyTorch's rebuilding functions makes of its arguments.
  ///
  /// Each argument is honoured or refused: what is left out of a tensor without a word would make its
  /// numbers others.
  func tensor(
    _ function: PickleGlobal, _ arguments: [PickleValue], at place: Int
  ) throws -> PyTorchTensorView {
    var rest = arguments.dropFirst(4)
    var element: StoredElement?
    var isNegated = false
    if arguments.count >= 6 {
      try requireFlags(arguments[4], hooks: arguments[5], at: place)
      rest = rest.dropFirst(2)
    }
    switch function {
    case .rebuildTypedTensor:
      guard case .global(.elementType(let type))? = rest.popFirst() else {
        throw wrongArguments(function, at: place)
      }
      element = type
      if let flags = rest.popFirst() { isNegated = try isNegative(flags, at: place) }
    case .rebuildFlaggedTensor:
      guard arguments.count >= 6 else { throw wrongArguments(function, at: place) }
      if let flags = rest.popFirst() { isNegated = try isNegative(flags, at: place) }
    default: break
    }
    guard rest.isEmpty, arguments.count >= 4 else { throw wrongArguments(function, at: place) }
    guard case .storage(let index) = arguments[0], case .integer(let offset) = arguments[1],
      let shape = heap.lengths(arguments[2]), let strides = heap.lengths(arguments[3]),
      shape.count == strides.count, offset >= 0
    else {
      throw cursor.failure(
        at: place, "a tensor is not made of a storage, an offset, lengths and strides")
    }
    let storage = heap.storages[index]
    guard let element = element ?? storage.element else {
      throw cursor.failure(at: place, "a tensor on bytes does not say its element type")
    }
    let view = PyTorchTensorView(
      storage: storage, element: element, offset: offset, shape: shape, strides: strides,
      isNegated: isNegated)
    if let problem = view.problem { throw cursor.failure(at: place, problem) }
    return view
  }

  /// Checks what is known to change no number: whether a gradient is wanted, and no hooks, which would
  /// be code.
  func requireFlags(_ wantsGradient: PickleValue, hooks: PickleValue, at place: Int) throws {
    guard case .bool = wantsGradient else {
      throw cursor.failure(at: place, "a tensor's requires_grad is \(wantsGradient.kind)")
    }
    switch hooks {
    case .none: return
    case .dictionary(let index) where heap.dictionaries[index].isEmpty: return
    default:
      throw cursor.failure(
        at: place, "a tensor has backward hooks, which are code; save model.state_dict()")
    }
  }

  /// Whether a tensor's flags ask for the negative of what is stored.
  private func isNegative(_ flags: PickleValue, at place: Int) throws -> Bool {
    if case .none = flags { return false }
    guard case .dictionary(let index) = flags, !heap.dictionaries[index].hasOtherKeys else {
      throw cursor.failure(at: place, "a tensor's flags are \(flags.kind)")
    }
    var isNegated = false
    for (name, value) in heap.dictionaries[index].entries {
      switch (name, value) {
      case ("neg", .bool(let flag)): isNegated = flag
      // The conjugate of a real number is the number, and complex ones are not read.
      case ("conj", .bool): break
      default:
        throw cursor.failure(
          at: place,
          "a tensor has the unknown flag \(name.quoted); save it as a plain one, x.clone()")
      }
    }
    return isNegated
  }

  private func wrongArguments(_ function: PickleGlobal, at place: Int) -> FormatError {
    cursor.failure(at: place, "it calls \(function) with the wrong arguments")
  }
}

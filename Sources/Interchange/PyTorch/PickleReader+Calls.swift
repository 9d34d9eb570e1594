extension PickleReader {
  /// Pushes the Python object with a name, if it is one of the few that are known.
  mutating func pushGlobal(_ module: String, _ name: String, at place: Int) throws {
    guard let global = PickleGlobal(module: module, name: name) else {
      if name == "_frombuffer", module.hasPrefix("numpy") {
        throw cursor.failure(
          at: place,
          "its arrays are of pickle's protocol 5, which is not read; save them by "
            + "pickle.dump(…, protocol=4) or numpy.savez")
      }
      let shown = "\(module).\(name)".prefix(80)
      let plain = shown.unicodeScalars.allSatisfy { ("!"..."~").contains($0) }
      throw cursor.failure(
        at: place,
        "it asks for \(plain ? String(shown) : shown.quoted), and only tensors "
          + "and plain values are read, no code is run; save "
          + (cursor.format == .pickle
            ? "the arrays by numpy.savez" : "model.state_dict() of float tensors"))
    }
    stack.append(.global(global))
  }

  /// Calls the function below the topmost value, a tuple of arguments.
  mutating func call(at place: Int) throws {
    guard case .tuple(let index) = try pop() else {
      throw cursor.failure(at: place, "a call without a tuple of arguments")
    }
    let arguments = heap.tuples[index]
    let function = try pop()
    guard case .global(let global) = function else {
      throw cursor.failure(at: place, "it calls \(function.kind)")
    }
    switch (global, arguments.first) {
    case (.orderedDictionary, nil): stack.append(heap.dictionary())
    case (.orderedDictionary, .list(let list)?) where arguments.count == 1:
      try pushDictionary(ofPairs: list, at: place)
    case (.rebuildTensor, _), (.rebuildFlaggedTensor, _), (.rebuildTypedTensor, _):
      stack.append(heap.tensor(try tensor(global, arguments, at: place)))
    case (.rebuildParameter, .tensor(let tensor)?) where arguments.count == 3:
      try requireFlags(arguments[1], hooks: arguments[2], at: place)
      stack.append(.tensor(tensor))
    case (.size, .tuple(let tuple)?): stack.append(.tuple(tuple))
    case (.opaqueMaker, _): stack.append(.opaque)
    case (.makeElementType, .string(let code)?): stack.append(heap.elementType(code))
    case (.encode, .string(let text)?) where arguments.count == 2:
      guard case .string("latin1") = arguments[1] else {
        throw cursor.failure(at: place, "it encodes a text otherwise than as latin1")
      }
      stack.append(try encoded(text, at: place))
    case (.makeArray, .global(.arrayClass)?): stack.append(heap.array())
    default:
      throw cursor.failure(at: place, "it calls \(global) with the wrong arguments")
    }
  }

  /// Gives attributes to the topmost value; those of dictionaries (`_metadata`) have no reader.
  mutating func build(at place: Int) throws {
    switch (try pop(), try top()) {
    case (.dictionary, .dictionary), (.tuple, .opaque): break
    case (.tuple(let state), .elementType(let index)):
      try setByteOrder(ofType: index, heap.tuples[state], at: place)
    case (.tuple(let state), .array(let index)):
      try fill(array: index, heap.tuples[state], at: place)
    case (_, let target):
      throw cursor.failure(at: place, "it sets attributes of \(target.kind)")
    }
  }

  /// Pushes the storage that the topmost value, PyTorch's persistent identifier, describes.
  mutating func pushStorage(at place: Int) throws {
    guard case .tuple(let index) = try pop(), case let fields = heap.tuples[index],
      fields.count == 5 || fields.count == 6, case .string("storage") = fields[0],
      case .global(.storage(let element)) = fields[1], case .string(let key) = fields[2],
      case .string = fields[3], case .integer(let count) = fields[4],
      let byteCount = (element ?? .uint8).byteCount(of: [count])
    else {
      throw cursor.failure(at: place, "a persistent identifier is not PyTorch's for a storage")
    }
    if fields.count == 6 {
      guard case .none = fields[5] else {
        throw cursor.failure(
          at: place,
          "storage \(key.quoted) is a view of another; save the state "
            + "dictionary again with a newer PyTorch")
      }
    }
    stack.append(
      heap.storage(
        PyTorchStorage(key: key, element: element, count: count, byteCount: byteCount)))
  }

  /// Pushes the dictionary of a list of pairs, which is how Python 2 writes an ordered one.
  private mutating func pushDictionary(ofPairs list: Int, at place: Int) throws {
    // One list may be used often, so its pairs count as instructions.
    try work(heap.lists[list].count)
    let dictionary = heap.dictionary()
    guard case .dictionary(let index) = dictionary else { return }
    for pair in heap.lists[list] {
      let fields: [PickleValue]
      switch pair {
      case .list(let index): fields = heap.lists[index]
      case .tuple(let index): fields = heap.tuples[index]
      default: fields = []
      }
      guard fields.count == 2 else {
        throw cursor.failure(at: place, "an entry of an ordered dictionary is not a pair")
      }
      try add(fields[0], fields[1], to: index)
    }
    stack.append(dictionary)
  }
}

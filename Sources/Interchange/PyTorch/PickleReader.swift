/// Reads pickles as far as PyTorch's state dictionaries need, and runs nothing.
///
/// A pickle is a program for a stack machine that may name any Python function and call it. This
/// machine knows tensors, ordered dictionaries and plain values (`PickleGlobal`), and refuses a
/// pickle at the first instruction that wants more.
struct PickleReader {
  /// The most instructions of a file's pickles; a state dictionary needs about 40 a tensor.
  static let mostInstructions = 1_000_000

  var cursor: ByteCursor
  /// Everything the pickles read so far have made.
  var heap = PickleHeap()
  var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var instructions = 0
  private var copiedBytes = 0

  /// As many times the file's bytes as are copied out of texts in all; a text that holds an array is used
  /// once, but a pickle may name one text often.
  private static let mostCopies = 4

  init(_ cursor: ByteCursor) { self.cursor = cursor }

  /// Reads the pickle at the cursor and leaves this behind its end.
  mutating func load() throws -> PickleValue {
    (stack, marks, memo) = ([], [], [:])
    while true {
      try work(1)
      let place = cursor.position
      let byte = try cursor.byte()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw cursor.failure(
          at: place,
          "the pickle's instruction 0x\(String(byte, radix: 16)) is not one that "
            + "tensors and plain values need")
      }
      if opcode == .stop {
        let result = try pop()
        guard stack.isEmpty, marks.isEmpty else {
          throw cursor.failure(at: place, "the pickle ends with values left over; it is damaged")
        }
        return result
      }
      try execute(opcode, at: place)
    }
  }

  /// Counts instructions; throws when there are too many.
  mutating func work(_ count: Int) throws {
    instructions += count
    guard instructions <= Self.mostInstructions else {
      throw cursor.failure("the pickles have more than \(Self.mostInstructions) instructions")
    }
  }

  /// Counts bytes that are copied out of texts; throws when there are too many.
  mutating func countCopied(_ count: Int) throws {
    copiedBytes += count
    guard copiedBytes / Self.mostCopies <= cursor.bytes.count else {
      throw cursor.failure(
        "the bytes of its texts take more than \(Self.mostCopies) times those of the file")
    }
  }

  private mutating func execute(_ opcode: PickleOpcode, at place: Int) throws {
    switch opcode {
    case .mark: marks.append(stack.count)
    case .pop: _ = try pop()
    case .popMark: _ = try popToMark()
    case .dup: stack.append(try top())
    case .binPut: memo[Int(try cursor.byte())] = try top()
    case .longBinPut: memo[Int(try cursor.integer(UInt32.self))] = try top()
    case .memoize: memo[memo.count] = try top()
    case .binGet: stack.append(try recall(Int(try cursor.byte())))
    case .longBinGet: stack.append(try recall(Int(try cursor.integer(UInt32.self))))
    case .emptyTuple: stack.append(heap.tuple([]))
    case .tuple1: try makeTuple(1)
    case .tuple2: try makeTuple(2)
    case .tuple3: try makeTuple(3)
    case .tuple: stack.append(heap.tuple(try popToMark()))
    case .emptyList: stack.append(heap.list([]))
    case .append: try extendList([try pop()])
    case .appends: try extendList(try popToMark())
    case .emptyDict: stack.append(heap.dictionary())
    case .setItem:
      let value = try pop()
      try extendDictionary([try pop(), value])
    case .setItems: try extendDictionary(try popToMark())
    case .global:
      let module = try text(cursor.line())
      try pushGlobal(module, try text(cursor.line()), at: place)
    case .stackGlobal:
      guard case (.string(let name), .string(let module)) = (try pop(), try pop()) else {
        throw cursor.failure(at: place, "a Python object is named by something other than strings")
      }
      try pushGlobal(module, name, at: place)
    case .reduce, .newObject: try call(at: place)
    case .build: try build(at: place)
    case .binPersistentID: try pushStorage(at: place)
    case .stop: break  // Handled by the caller.
    default: try pushOperand(opcode, at: place)
    }
  }

  /// Takes the topmost value; not one from before the last mark.
  mutating func pop() throws -> PickleValue {
    _ = try top()
    return stack.removeLast()
  }

  func top() throws -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw cursor.failure("the pickle takes a value that is not there; it is damaged")
    }
    return value
  }

  private mutating func popToMark() throws -> [PickleValue] {
    guard let mark = marks.popLast() else {
      throw cursor.failure("the pickle takes a mark that is not there; it is damaged")
    }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private func recall(_ index: Int) throws -> PickleValue {
    guard let value = memo[index] else {
      throw cursor.failure("the pickle recalls value \(index), which is not there; it is damaged")
    }
    return value
  }

  private mutating func makeTuple(_ count: Int) throws {
    var values: [PickleValue] = []
    for _ in 0..<count { values.append(try pop()) }
    stack.append(heap.tuple(values.reversed()))
  }

  private mutating func extendList(_ values: [PickleValue]) throws {
    guard case .list(let index) = try top() else {
      throw cursor.failure("the pickle appends to \(try top().kind)")
    }
    heap.lists[index] += values
  }

  private mutating func extendDictionary(_ values: [PickleValue]) throws {
    guard case .dictionary(let index) = try top(), values.count % 2 == 0 else {
      throw cursor.failure("the pickle sets entries of \(try top().kind)")
    }
    for place in stride(from: 0, to: values.count, by: 2) {
      try add(values[place], values[place + 1], to: index)
    }
  }

  /// Adds an entry to a dictionary; entries without a string for a key have no reader.
  mutating func add(_ key: PickleValue, _ value: PickleValue, to dictionary: Int) throws {
    guard case .string(let name) = key else {
      heap.dictionaries[dictionary].otherValues.append(value)
      return
    }
    // One key may be used often, too.
    guard name.utf8.count <= WeightNames.longest else {
      throw cursor.failure(WeightNames.tooLong(name.utf8.count))
    }
    guard heap.dictionaries[dictionary].add(name, value) else {
      throw cursor.failure("a dictionary has the key \(name.quoted) twice")
    }
  }
}

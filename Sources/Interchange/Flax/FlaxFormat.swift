import GradusLayers
import GradusTensors

/// What Flax's `serialization.to_bytes` writes of a tree of arrays: MessagePack, arrays as an extension.
///
/// Keys are joined by dots: `params.Conv_0.kernel`. Filters are `[kh, kw, in, out]` and matrices
/// `[in, out]`, as here; `NameMap.flax` makes `weight` of `kernel`.
public struct FlaxFormat: PartialWeightsFormat {
  /// `flax`.
  public let name = "flax"
  /// That of this library.
  public let layout = StateDictionary.Layout.native

  /// Makes the format.
  public init() {}

  /// Whether a MessagePack map with a text for its first key begins it.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    var scanner = MessagePackScanner(
      cursor: ByteCursor(bytes, 0..<bytes.count, path: "", format: .flax))
    guard case .map(let count)? = try? scanner.value(), count > 0 else { return false }
    return (try? scanner.text()) != nil
  }

  /// The arrays that are selected. Throws `FormatError`.
  public func part(
    of bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    var tree = FlaxTree(
      scanner: MessagePackScanner(
        cursor: ByteCursor(bytes, 0..<bytes.count, path: path, format: .flax)))
    try tree.read()
    guard tree.scanner.cursor.remaining == 0 else {
      throw tree.scanner.cursor.failure(
        "\(tree.scanner.cursor.remaining) bytes follow the last value")
    }
    guard !tree.arrays.isEmpty else { throw FormatError(path, .flax, "there is no array in it") }
    let chosen = try selection.chosen(of: tree.names, path: path, .flax)
    var tensors = StateDictionary()
    for (name, stored) in chosen.read {
      guard let array = tree.arrays[stored] else { continue }
      do throws(InexactInteger) {
        tensors[name] = try array.element.decode(
          bytes, at: array.start, shape: Shape(array.shape))
      } catch {
        throw FormatError(
          path, .flax,
          "array \(stored.quoted) holds the integer \(error.value), which a Double cannot")
      }
    }
    return (tensors, chosen.unread, [:])
  }
}

extension FormatError.Format {
  /// Flax's MessagePack.
  public static let flax = Self("Flax")
}

/// The arrays of a file by name.
private struct FlaxTree {
  var scanner: MessagePackScanner
  private(set) var names: [String] = []
  private(set) var arrays: [String: (element: StoredElement, shape: [Int], start: Int)] = [:]

  /// The extension that Flax has for arrays; others are complex numbers and scalars.
  private static let arrayType: Int8 = 1
  private static let deepest = 32

  /// The keys on the way to the value that is read. They become a name only for an array: one long key
  /// may stand over a million other values.
  private var keys: [String] = []
  private var nameBytes = WeightNames()

  init(scanner: MessagePackScanner) { self.scanner = scanner }

  private var name: String { keys.joined(separator: ".") }

  private mutating func read(under key: String) throws {
    keys.append(key)
    defer { keys.removeLast() }
    try read()
  }

  mutating func read() throws {
    guard keys.count <= Self.deepest else {
      throw scanner.cursor.failure("more than \(Self.deepest) maps inside one another")
    }
    switch try scanner.value() {
    case .map(let count):
      for _ in 0..<count {
        let key = try scanner.text()
        guard key.utf8.count <= WeightNames.longest else {
          throw scanner.cursor.failure(WeightNames.tooLong(key.utf8.count))
        }
        guard key != "__msgpack_chunked_array__" else {
          throw scanner.cursor.failure(
            "\(name.quoted) is in pieces, which are not read; save the arrays by numpy.savez")
        }
        try read(under: key)
      }
    case .list(let count):
      for place in 0..<count { try read(under: "\(place)") }
    case .extended(type: Self.arrayType, let range):
      let name = self.name
      guard name.utf8.count <= WeightNames.longest else {
        throw scanner.cursor.failure(WeightNames.tooLong(name.utf8.count))
      }
      guard nameBytes.take(name, fileByteCount: scanner.cursor.bytes.count) else {
        throw scanner.cursor.failure(WeightNames.tooMany)
      }
      try readArray(range, named: name)
    default: break
    }
  }

  /// Reads an array: its shape, the name of its element type and its bytes.
  private mutating func readArray(_ range: Range<Int>, named name: String) throws {
    let outer = scanner.cursor
    var inner = MessagePackScanner(
      cursor: ByteCursor(outer.bytes, range, path: outer.path, format: .flax))
    guard case .list(3) = try inner.value(), case .list(let axes) = try inner.value(),
      axes <= NumPyHeader.mostAxes
    else { throw inner.cursor.failure("\(name.quoted) is not an array of Flax's") }
    let shape = try (0..<axes).map { _ -> Int in
      guard case .integer(let length) = try inner.value(), length >= 0 else {
        throw inner.cursor.failure("\(name.quoted) has a length that is none")
      }
      return length
    }
    let type = try inner.text()
    guard let element = StoredElement.allCases.first(where: { "\($0)" == type }) else {
      throw inner.cursor.failure(
        "\(name.quoted) has elements of type \(type.quoted); convert it to float32 first")
    }
    guard case .bytes(let data) = try inner.value(), inner.cursor.remaining == 0,
      data.count == element.byteCount(of: shape)
    else {
      throw inner.cursor.failure(
        "\(name.quoted) of shape \(shape.prefix(8)) has not the bytes that it needs")
    }
    guard arrays.updateValue((element, shape, data.lowerBound), forKey: name) == nil else {
      throw inner.cursor.failure("two arrays are called \(name.quoted)")
    }
    names.append(name)
  }
}

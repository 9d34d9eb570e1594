import GradusLayers
import GradusTensors

/// A pickled dictionary of NumPy arrays, as programs of before PyTorch keep weights: protocols 2 to 4, arrays
/// under names, in dictionaries and in lists.
///
/// Keys are joined by dots, places in lists are numbers; of a list of a filter or matrix and a vector, as
/// Caffe's layers have them, the first is `weight` and the second `bias`. Which order of axes it has, no file
/// says: PyTorch's and Caffe's unless loading is told otherwise (``LoadOptions/layout``).
public struct PickleArrayFormat: PartialWeightsFormat {
  /// `pickle`.
  public let name = "pickle"
  /// Caffe's, which is PyTorch's.
  public let layout = StateDictionary.Layout.pyTorch

  /// Makes the format.
  public init() {}

  /// Whether it begins as binary pickles do and not as `torch.save`'s.
  public func recognizes(_ bytes: [UInt8]) -> Bool {
    bytes.first == 0x80 && (2...5).contains(bytes.dropFirst().first ?? 0)
      && !PyTorchFile.hasMagic(bytes)
  }

  /// The arrays that are selected. Throws `FormatError`.
  public func part(
    of bytes: [UInt8], path: String, _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    var reader = PickleReader(ByteCursor(bytes, 0..<bytes.count, path: path, format: .pickle))
    let root = try reader.load()
    guard reader.cursor.remaining == 0 else {
      throw reader.cursor.failure("\(reader.cursor.remaining) bytes follow the pickle")
    }
    guard case .dictionary = root else {
      throw FormatError(
        path, .pickle, "it holds \(root.kind) and no dictionary of arrays by name")
    }
    var found = PickledArrays(heap: reader.heap, path: path, fileByteCount: bytes.count)
    try found.collect(root, named: "", depth: 0)
    guard !found.arrays.isEmpty else {
      throw FormatError(path, .pickle, "there is no NumPy array in its dictionary")
    }
    return try found.decoded(selection)
  }
}

extension FormatError.Format {
  /// A pickle of NumPy arrays.
  public static let pickle = Self("pickle")
}

/// The arrays of a pickle by name.
private struct PickledArrays {
  let heap: PickleHeap
  let path: String
  let fileByteCount: Int
  private var names = WeightNames()
  var arrays: [(name: String, index: Int)] = []
  private var visited = 0

  /// As many lists and dictionaries inside one another, and values in all, as are looked through.
  private static let deepest = 16, most = 100_000

  /// As many times the file's bytes as the tensors may take.
  private static let mostTimes = 4

  init(heap: PickleHeap, path: String, fileByteCount: Int) {
    (self.heap, self.path, self.fileByteCount) = (heap, path, fileByteCount)
  }

  mutating func collect(_ value: PickleValue, named name: String, depth: Int) throws {
    visited += 1
    guard depth <= Self.deepest, visited <= Self.most else {
      throw FormatError(path, .pickle, "its dictionaries lie too deep or repeat too often")
    }
    guard name.utf8.count <= WeightNames.longest else {
      throw FormatError(path, .pickle, WeightNames.tooLong(name.utf8.count))
    }
    func inner(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
    switch value {
    case .array(let index):
      guard names.take(name, fileByteCount: fileByteCount) else {
        throw FormatError(path, .pickle, WeightNames.tooMany)
      }
      arrays.append((name, index))
    case .dictionary(let index):
      let count = arrays.count
      for value in heap.dictionaries[index].otherValues {
        try collect(value, named: name, depth: depth + 1)
        guard arrays.count == count else {
          throw FormatError(
            path, .pickle,
            "\(name.isEmpty ? "its dictionary" : name.quoted) has arrays under keys that are no "
              + "texts; name the arrays")
        }
      }
      for (key, value) in heap.dictionaries[index].entries {
        try collect(value, named: inner(key), depth: depth + 1)
      }
    case .list(let index): try collect(list: heap.lists[index], inner, depth)
    case .tuple(let index): try collect(list: heap.tuples[index], inner, depth)
    default: break
    }
  }

  private mutating func collect(
    list values: [PickleValue], _ inner: (String) -> String, _ depth: Int
  ) throws {
    let ranks = values.map { value -> Int? in
      if case .array(let index) = value { heap.arrays[index].contents?.shape.count } else { nil }
    }
    let isLayer = ranks.count == 2 && (ranks[0] ?? 0) >= 2 && ranks[1] == 1
    for (place, value) in values.enumerated() {
      let key = isLayer ? ["weight", "bias"][place] : "\(place)"
      try collect(value, named: inner(key), depth: depth + 1)
    }
  }

  /// The tensors of the arrays that are selected.
  func decoded(
    _ selection: WeightsSelection
  ) throws -> (tensors: StateDictionary, unread: [String], metadata: [String: String]) {
    var places: [String: Int] = [:]
    for (name, index) in arrays {
      guard places.updateValue(index, forKey: name) == nil else {
        throw FormatError(path, .pickle, "two arrays are called \(name.quoted)")
      }
    }
    let chosen = try selection.chosen(of: arrays.map(\.name), path: path, .pickle)
    var (tensors, spent) = (StateDictionary(), 0)
    for (name, stored) in chosen.read {
      guard let contents = places[stored].flatMap({ heap.arrays[$0].contents }) else {
        throw FormatError(path, .pickle, "the array \(stored.quoted) has no elements")
      }
      spent += contents.decodedByteCount
      guard spent / Self.mostTimes <= fileByteCount else {
        throw FormatError(
          path, .pickle,
          "up to \(stored.quoted) its arrays take more than \(Self.mostTimes) times its bytes")
      }
      do throws(InexactInteger) {
        tensors[name] = try contents.tensor()
      } catch {
        throw FormatError(
          path, .pickle,
          "array \(stored.quoted) holds the integer \(error.value), which a Double cannot")
      }
    }
    return (tensors, chosen.unread, [:])
  }
}

import GradusLayers
import GradusTensors

/// A state dictionary in PyTorch's own file formats: what `torch.save` writes, as a zip archive
/// (since version 1.6) or as a row of pickles (before, and with
/// `_use_new_zipfile_serialization=False`).
///
/// No Python is needed and none can run: the pickles inside are read by a machine that understands
/// tensors, ordered dictionaries and plain values, and refuses everything else by name.
public struct PyTorchFile: Sendable {
  /// The tensors in the order of the dictionary, with PyTorch's shapes.
  public var tensors: StateDictionary
  /// The names of values in the dictionary that are not tensors.
  public let otherNames: [String]

  /// Where checkpoints of training scripts keep the weights, in the order of trying.
  static let usualKeys = ["state_dict", "model_state_dict", "model"]

  /// Makes the contents of a file.
  public init(tensors: StateDictionary = [:]) {
    self.tensors = tensors
    otherNames = []
  }

  /// Reads the file at `path`.
  ///
  /// The state dictionary is the whole file's, or the one under `state_dict`, `model_state_dict` or
  /// `model`. float32 and float64 stay what they are, half precision and small integers become
  /// `.float32`, wide integers `.float64`. Throws `FileError` and `FormatError`.
  public static func read(_ path: String) throws -> Self {
    try Self(bytes: FileContents.read(path), path: path)
  }

  /// Reads a file's bytes; `path` is what errors call it. Throws `FormatError`.
  public init(bytes: [UInt8], path: String) throws {
    if bytes.starts(with: [0x50, 0x4b]) {
      try self.init(ZipArchive(bytes: bytes, path: path))
    } else {
      try self.init(legacy: bytes, path: path)
    }
  }

  /// Collects the tensors of the state dictionary in `root`; `storage` says where one begins.
  init(
    _ root: PickleValue, _ heap: PickleHeap, path: String, bigEndian: Bool = false,
    storage: (PyTorchStorage) throws -> (bytes: [UInt8], start: Int)
  ) throws {
    let dictionary = try Self.stateDictionary(root, heap, path)
    var budget = PyTorchViewBudget(path: path)
    var known: [PyTorchTensorView: Tensor] = [:]
    (tensors, otherNames) = (
      [:],
      dictionary.entries.compactMap { entry in
        if case .tensor = entry.value { nil } else { entry.key }
      }
    )
    for (name, value) in dictionary.entries {
      guard case .tensor(let index) = value else { continue }
      let view = heap.tensors[index]
      if known[view] == nil {
        try budget.spend(on: view, called: name)
        let (bytes, start) = try storage(view.storage)
        do throws(InexactInteger) {
          known[view] = try view.decode(bytes, storageAt: start, bigEndian: bigEndian)
        } catch {
          throw FormatError(
            path, .pyTorch,
            "tensor \(name.quoted) holds the integer \(error.value), which a Double cannot"
          )
        }
      }
      tensors[name] = known[view]
    }
  }

  private static func stateDictionary(
    _ root: PickleValue, _ heap: PickleHeap, _ path: String
  ) throws -> PickleDictionary {
    guard case .dictionary(let index) = root else {
      throw FormatError(
        path, .pyTorch, "it holds \(root.kind) and no dictionary; save model.state_dict()")
    }
    let dictionary = heap.dictionaries[index]
    for key in usualKeys {
      if case .dictionary(let inner) = dictionary[key] { return heap.dictionaries[inner] }
    }
    let holdsTensors = dictionary.entries.contains {
      if case .tensor = $0.value { true } else { false }
    }
    guard holdsTensors || dictionary.entries.isEmpty else {
      let keys = dictionary.entries.prefix(8).map(\.key.quoted).joined(separator: ", ")
      throw FormatError(
        path, .pyTorch,
        "its dictionary holds no tensor but \(keys); the weights are looked for "
          + "there or under \(usualKeys.joined(separator: ", "))")
    }
    return dictionary
  }
}

/// Keeps what tensors take in memory in proportion to the file: overlapping windows on one storage,
/// and wider elements than the file's, could otherwise multiply it.
private struct PyTorchViewBudget {
  let path: String
  private var storages: [String: PyTorchStorage] = [:]
  private var storedByteCount = 0
  private var spentByteCount = 0

  /// How many times the storages' bytes tensors that are not the same may take.
  private static let most = 4

  init(path: String) { self.path = path }

  mutating func spend(on view: PyTorchTensorView, called name: String) throws {
    let quoted = name.quoted
    if let known = storages.updateValue(view.storage, forKey: view.storage.key) {
      guard known == view.storage else {
        throw FormatError(
          path, .pyTorch, "tensor \(quoted) has a storage that is also said to be another")
      }
    } else {
      storedByteCount = storedByteCount.addingReportingOverflow(view.storage.byteCount).partialValue
    }
    let (sum, overflow) = spentByteCount.addingReportingOverflow(view.decodedByteCount ?? .max)
    guard !overflow, storedByteCount >= 0, sum / Self.most <= storedByteCount else {
      throw FormatError(
        path, .pyTorch,
        "up to tensor \(quoted) the tensors take more than \(Self.most) times the bytes of their "
          + "storages; clone() those that share or repeat a storage")
    }
    spentByteCount = sum
  }
}

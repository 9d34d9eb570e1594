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

  /// The names of tensors that were not selected and not read.
  public let unread: [String]

  /// Makes the contents of a file.
  public init(tensors: StateDictionary = [:]) {
    self.tensors = tensors
    (otherNames, unread) = ([], [])
  }

  /// Reads the file at `path`.
  ///
  /// The state dictionary is the whole file's, or the one under `state_dict`, `model_state_dict`,
  /// `model` or `net`, or under the selection's key. float32 and float64 stay what they are, half precision and small integers become
  /// `.float32`, wide integers `.float64`. Throws `FileError` and `FormatError`.
  public static func read(
    _ path: String, _ selection: WeightsSelection = .everything
  ) throws -> Self {
    try Self(bytes: FileContents.read(path), path: path, selection)
  }

  /// Reads a file's bytes; `path` is what errors call it. Throws `FormatError`.
  public init(
    bytes: [UInt8], path: String, _ selection: WeightsSelection = .everything
  ) throws {
    if bytes.starts(with: [0x50, 0x4b]) {
      try self.init(ZipArchive(bytes: bytes, path: path), selection)
    } else {
      try self.init(legacy: bytes, path: path, selection)
    }
  }

  /// Collects the tensors of the state dictionary in `root`; `storage` says where one begins, `prepare`
  /// is told before which storages are wanted.
  init(
    _ root: PickleValue, _ heap: PickleHeap, path: String, _ selection: WeightsSelection,
    bigEndian: Bool = false, prepare: ([PyTorchStorage]) throws -> Void = { _ in },
    storage: (PyTorchStorage) throws -> (bytes: [UInt8], start: Int)
  ) throws {
    let dictionary = try heap.stateDictionary(in: root, under: selection.key, path: path)
    let names = dictionary.entries.compactMap { entry in
      if case .tensor = entry.value { entry.key } else { nil }
    }
    let wanted = try selection.wanted(names)
    unread = names.filter { !wanted.contains($0) }
    try prepare(
      dictionary.entries.compactMap { entry in
        guard case .tensor(let index) = entry.value, wanted.contains(entry.key) else { return nil }
        return heap.tensors[index].storage
      })
    var budget = PyTorchViewBudget(path: path)
    var known: [PyTorchTensorView: Tensor] = [:]
    (tensors, otherNames) = (
      [:],
      dictionary.entries.compactMap { entry in
        if case .tensor = entry.value { nil } else { entry.key }
      }
    )
    for (name, value) in dictionary.entries {
      guard case .tensor(let index) = value, wanted.contains(name) else { continue }
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

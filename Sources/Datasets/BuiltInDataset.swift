import Foundation

/// The data sets that the library knows by name.
public enum BuiltInDataset: String, Sendable, CaseIterable {
  /// 28x28 grey pictures of clothes, 60,000 and 10,000 (Xiao, Rasul, Vollgraf 2017).
  case fashionMNIST = "fashion-mnist"
  /// 28x28 grey handwritten digits, 60,000 and 10,000 (LeCun, Bottou, Bengio, Haffner 1998).
  case mnist
  /// 32x32 colour photographs of 10 classes, 50,000 and 10,000 (Krizhevsky 2009).
  case cifar10
  /// 32x32 colour photographs of 100 classes, 50,000 and 10,000 (Krizhevsky 2009).
  case cifar100

  /// The two parts of a data set.
  public enum Split: String, Sendable, CaseIterable {
    /// What a network learns from.
    case train
    /// What it is measured on.
    case test
  }

  /// Where the files are when the caller does not say; only Fashion-MNIST has such a place, that of
  /// Debian's package.
  public var defaultDirectory: String? {
    self == .fashionMNIST ? "/usr/share/datasets/fashion-mnist" : nil
  }

  /// Reads one part from its files in `directory`, or in ``defaultDirectory``.
  ///
  /// MNIST and Fashion-MNIST: `train-images-idx3-ubyte` and so on, with or without `.gz`, also
  /// spelled `train-images.idx3-ubyte`. CIFAR-10: `data_batch_1.bin` to `data_batch_5.bin` and
  /// `test_batch.bin`. CIFAR-100: `train.bin` and `test.bin`. Throws a ``DatasetError``.
  public func load(
    from directory: String? = nil, split: Split
  ) throws(DatasetError) -> ImageDataset {
    guard let directory = directory ?? defaultDirectory else {
      throw .noDirectory(dataset: rawValue, advice: "name the one that holds \(contents)")
    }
    switch self {
    case .fashionMNIST, .mnist:
      return try ImageDataset(
        name: rawValue, idxImages: idxPath(directory, split, "images", axes: 3),
        idxLabels: idxPath(directory, split, "labels", axes: 1), classNames: classNames)
    case .cifar10:
      return try loadCIFAR(
        directory, split == .train ? (1...5).map { "data_batch_\($0).bin" } : ["test_batch.bin"],
        .cifar10, recordsPerFile: 10_000)
    case .cifar100:
      return try loadCIFAR(
        directory, ["\(split).bin"], .cifar100, recordsPerFile: split == .train ? 50_000 : 10_000)
    }
  }

  private func loadCIFAR(
    _ directory: String, _ files: [String], _ variant: CIFARFile.Variant, recordsPerFile: Int
  ) throws(DatasetError) -> ImageDataset {
    let paths = files.map { path(directory, $0) }
    if let missing = paths.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
      throw .missingFile(path: missing, advice: advice)
    }
    return try ImageDataset(
      name: rawValue, cifarFiles: paths, variant: variant, recordsPerFile: recordsPerFile,
      classNames: classNames)
  }

  private func idxPath(
    _ directory: String, _ split: Split, _ kind: String, axes: Int
  ) throws(DatasetError) -> String {
    let stem = (split == .train ? "train-" : "t10k-") + kind
    let names = ["-", "."].flatMap { separator in
      ["", ".gz"].map { "\(stem)\(separator)idx\(axes)-ubyte\($0)" }
    }
    let paths = names.map { path(directory, $0) }
    guard let found = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw .missingFile(path: paths[1], advice: advice)
    }
    return found
  }

  private func path(_ directory: String, _ file: String) -> String {
    directory.hasSuffix("/") ? directory + file : directory + "/" + file
  }

  private var contents: String {
    switch self {
    case .fashionMNIST, .mnist: "train-images-idx3-ubyte.gz and its three companions"
    case .cifar10: "data_batch_1.bin and its companions (cifar-10-batches-bin)"
    case .cifar100: "train.bin and test.bin (cifar-100-binary)"
    }
  }

  private var advice: String {
    self == .fashionMNIST
      ? "install it with 'apt-get install dataset-fashion-mnist' or name the directory that has it"
      : "name the directory that holds \(contents)"
  }
}

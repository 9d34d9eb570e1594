import Foundation
import GradusInterchange
import GradusTensors

/// The ILSVRC data as they lie after unpacking: `train/n01440764/…`, `val/` with its 50,000 pictures side
/// by side, a list of their classes, and the names of the synsets.
///
/// The validation pictures may also lie in a folder for each synset. The list is `val.txt` (Caffe's: a
/// name and a class from 0, or a synset), `LOC_val_solution.csv` (Kaggle's) or that of the development kit
/// (`ILSVRC2012_validation_ground_truth.txt` with its `meta.mat`, in the folder, in `data` or in
/// `ILSVRC2012_devkit_t12/data`); the names are `LOC_synset_mapping.txt` or `synset_words.txt`, a synset and
/// its words on each line, or the kit's.
public struct ImageNetFolder: Sendable {
  /// The folder.
  public let path: String
  /// What the synsets are called, by identifier; empty where there is no file of names.
  public let titles: [String: String]
  /// Where indices are kept.
  private let indices: PictureIndexFile
  private let policy: ImageFolder.BadFilePolicy

  private static let titleFiles = ["LOC_synset_mapping.txt", "synset_words.txt"]
  private static let listFiles = ["val.txt", "LOC_val_solution.csv"]

  /// Looks at a folder; throws `FileError`, and ``ImageNetListError`` for files of names that are none.
  public init(
    _ path: String, indices: PictureIndexFile = .usual,
    onBadFile policy: ImageFolder.BadFilePolicy = .stop
  ) throws {
    (self.path, self.indices, self.policy) = (path, indices, policy)
    guard let file = Self.titleFiles.map({ "\(path)/\($0)" }).first(where: Self.exists) else {
      titles = try ImageNetDevelopmentKit(in: path)?.titles ?? [:]
      return
    }
    titles = try Self.titles(String(decoding: FileContents.read(file), as: UTF8.self), file)
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// The training pictures, and whether their index was there already.
  public func training() throws -> (index: PictureIndex, wasKept: Bool) {
    try indices.index(of: "\(path)/train", titles: titles, onBadFile: policy)
  }

  /// The validation pictures with the classes of the training pictures, whose folders are named
  /// `synsets` in the order of the labels.
  ///
  /// Throws ``ImageNetListError`` for a list that does not fit the pictures.
  public func validation(synsets: [String]) throws -> PictureIndex {
    let folder = "\(path)/val"
    let names = try FileContents.names(in: folder).filter { !$0.hasPrefix(".") }
    guard let first = names.first else { throw ImageFolderError(folder, .noPictures) }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: "\(folder)/\(first)", isDirectory: &isFolder),
      isFolder.boolValue
    {
      return try indices.index(
        of: folder, classes: synsets, titles: titles, onBadFile: policy
      ).index
    }
    let (list, labels) = try validationList(of: names, synsets)
    for name in names where labels[name] == nil {
      throw ImageNetListError(
        path: list, line: nil, problem: "the picture \(name.onOneLine()) in val is not in it")
    }
    if names.count != labels.count {
      throw ImageNetListError(
        path: list, line: nil,
        problem: "it names \(labels.count) pictures and val holds \(names.count)")
    }
    return PictureIndex(
      path: folder, classNames: synsets.map { titles[$0] ?? $0 },
      pictures: try names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
        (name, labels[name] ?? 0, try PictureIndex.byteCount(folder, name))
      })
  }

  /// The list there is, and the labels it gives by the names of the files.
  private func validationList(
    of names: [String], _ synsets: [String]
  ) throws -> (path: String, labels: [String: Int]) {
    if let list = Self.listFiles.map({ "\(path)/\($0)" }).first(where: Self.exists) {
      let text = String(decoding: try FileContents.read(list), as: UTF8.self)
      return (list, try Self.labels(text, list, synsets))
    }
    if let kit = try ImageNetDevelopmentKit(in: path) {
      return (kit.listPath, try kit.labels(of: names, among: synsets))
    }
    throw ImageNetListError(
      path: path, line: nil,
      problem: "no list of the validation pictures' classes: put "
        + Self.listFiles.joined(separator: " or ") + " beside val, or the development kit")
  }

  /// The folders of the training classes in the order of the labels; throws `FileError`.
  public func synsets() throws -> [String] {
    var listing = try ImageFolderListing("\(path)/train", .skip)
    return try listing.classNames()
  }
}

extension ImageNetFolder {
  /// Reads lines of a synset and its words: `n01440764 tench, Tinca tinca`.
  static func titles(_ text: String, _ path: String) throws -> [String: String] {
    var titles: [String: String] = [:]
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, isSynset(parts[0]) else {
        throw ImageNetListError(
          path: path, line: number + 1, problem: "a synset and its words belong there")
      }
      titles[String(parts[0])] = String(parts[1]).trimmingCharacters(in: .whitespaces)
    }
    return titles
  }

  /// Reads the classes of the validation pictures by the names of their files.
  static func labels(_ text: String, _ path: String, _ synsets: [String]) throws -> [String: Int] {
    let places = Dictionary(uniqueKeysWithValues: synsets.enumerated().map { ($1, $0) })
    let isTable = path.hasSuffix(".csv")
    var labels: [String: Int] = [:]
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      if isTable && number == 0 { continue }
      let parts = line.split(maxSplits: 1) { isTable ? $0 == "," : $0.isWhitespace }
      let word = parts.count == 2 ? parts[1].split(separator: " ").first : nil
      guard let word, let label = places[String(word)] ?? Int(word), synsets.indices.contains(label)
      else {
        throw ImageNetListError(
          path: path, line: number + 1,
          problem: "a picture and its class belong there, one of the \(synsets.count) of train")
      }
      // Kaggle's table leaves the ending out, Caffe's list has none in front of the name.
      let name = String(parts[0].split(separator: "/").last ?? "") + (isTable ? ".JPEG" : "")
      guard labels.updateValue(label, forKey: name) == nil else {
        throw ImageNetListError(
          path: path, line: number + 1, problem: "\(name.onOneLine()) is named a second time")
      }
    }
    return labels
  }

  /// `n` and eight digits.
  private static func isSynset(_ text: Substring) -> Bool {
    text.count == 9 && text.hasPrefix("n")
      && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }
}

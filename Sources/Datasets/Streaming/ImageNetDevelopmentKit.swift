import Foundation
import GradusInterchange

/// What ILSVRC2012's development kit says of the data: the synsets behind the numbers 1 to 1,000
/// (`meta.mat`), and those numbers of the 50,000 validation pictures in the order of their names.
///
/// The numbers are the kit's own and not the places of the synsets by name, which programs count by.
struct ImageNetDevelopmentKit {
  /// The synset of each number.
  let synsets: [Int: String]
  /// What synsets are called.
  let titles: [String: String]
  /// The list of the validation pictures.
  let listPath: String

  /// Where the kit's data lie in the folder of the pictures, as it unpacks or moved.
  private static let places = ["ILSVRC2012_devkit_t12/data", "data", "."]
  private static let listName = "ILSVRC2012_validation_ground_truth.txt"
  /// What `meta.mat` calls its variable and what of it is used.
  private enum Field {
    static let variable = "synsets"
    static let number = "ILSVRC2012_ID", synset = "WNID", words = "words"
    static let children = "num_children"
  }

  /// Looks for the kit in a folder; nil where it is not, throws ``ImageNetListError`` and `FileError`
  /// where it cannot be read.
  init?(in folder: String) throws {
    let exists = FileManager.default.fileExists(atPath:)
    guard
      let place = Self.places.map({ $0 == "." ? folder : "\(folder)/\($0)" }).first(where: {
        exists("\($0)/meta.mat") && exists("\($0)/\(Self.listName)")
      })
    else { return nil }
    let path = "\(place)/meta.mat"
    let variables: [String: MATLABValue]
    do { variables = try MATLABFile(FileContents.read(path)).variables } catch {
      guard let problem = error as? MATLABFile.Problem else { throw error }
      throw ImageNetListError(path: path, line: nil, problem: problem.text)
    }
    guard case .structures(let entries)? = variables[Field.variable] else {
      throw ImageNetListError(
        path: path, line: nil, problem: "it holds no table \"\(Field.variable)\"")
    }
    var (synsets, titles): ([Int: String], [String: String]) = ([:], [:])
    for entry in entries {
      guard case .numbers(let number)? = entry[Field.number],
        case .text(let synset)? = entry[Field.synset],
        case .numbers(let children)? = entry[Field.children],
        let number = number.first.flatMap({ Int(exactly: $0) })
      else {
        throw ImageNetListError(
          path: path, line: nil,
          problem: "a synset without \(Field.number), \(Field.synset) or \(Field.children)")
      }
      if case .text(let words)? = entry[Field.words] { titles[synset] = words }
      // Those above the thousand are the tree over them.
      guard children.first == 0 else { continue }
      guard synsets.updateValue(synset, forKey: number) == nil else {
        throw ImageNetListError(
          path: path, line: nil, problem: "two synsets have the number \(number)")
      }
    }
    (self.synsets, self.titles) = (synsets, titles)
    listPath = "\(place)/\(Self.listName)"
  }

  /// The label of each validation picture, by the names of the files in their order; throws
  /// ``ImageNetListError`` for a list of another length or with a synset that is none of the training's.
  func labels(of names: [String], among synsets: [String]) throws -> [String: Int] {
    let places = Dictionary(uniqueKeysWithValues: synsets.enumerated().map { ($1, $0) })
    let lines = String(decoding: try FileContents.read(listPath), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    guard lines.count == names.count else {
      throw ImageNetListError(
        path: listPath, line: nil,
        problem: "it has \(lines.count) lines and val holds \(names.count) pictures")
    }
    let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var labels: [String: Int] = [:]
    for (place, (name, line)) in zip(sorted, lines).enumerated() {
      guard let number = Int(line.trimmingCharacters(in: .whitespaces)),
        let synset = self.synsets[number], let label = places[synset]
      else {
        throw ImageNetListError(
          path: listPath, line: place + 1,
          problem: "the number of a synset belongs there, one of the \(synsets.count) of train")
      }
      labels[name] = label
    }
    return labels
  }
}

import Gradus
import GradusExampleSupport

/// Which networks of the catalog a file of weights fits, and which of those that it fits alike makes the
/// logits that are known.
struct Identification {
  /// A network that takes all weights of the file.
  struct Candidate {
    let variant: NetworkVariant
    /// The options without which its names do not fit.
    let options: [String]
    let classes: Int
    /// The largest difference from the known logits, as a share of the largest of them; nil where none
    /// are known or the network does not take the pictures.
    let difference: Double?

    /// Whether it makes the known logits.
    var agrees: Bool { difference.map { $0 < Identification.tolerance } ?? false }
  }

  /// Rounding differs by less between programs, and variants by more.
  static let tolerance = 1e-4

  let path: String
  private(set) var candidates: [Candidate] = []
  /// The networks of which most names fit where no candidate is; with how many do not.
  private(set) var nearest: [(network: String, report: String)] = []

  /// Tries all networks; throws what reading the file and the network's run throw.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - names: options known beforehand.
  ///   - images: pictures `[n, h, w, c]` as they are given to the network; nil where none are known.
  ///   - logits: what the network made of them, `[n, classes]`.
  init(_ path: String, _ names: NameOptions, images: Tensor? = nil, logits: Tensor? = nil) throws {
    self.path = path
    let file = try WeightsFile.read(path, WeightsSelection(key: names.key))
    var misfits: [(network: String, report: LoadReport)] = []
    for entry in Catalog.all {
      let network = NetworkVariant(entry.name)
      switch try Self.fit(file, network, names, []) {
      case .whole(let fit):
        // The catalog's other networks are tried by themselves.
        for variant in Fork.rivals(of: network) where variant.network == entry.name {
          candidates.append(
            Candidate(
              variant: variant, options: fit.options, classes: fit.classes,
              difference: try Self.difference(
                file, variant, fit.arguments, names, classes: fit.classes, images, logits)))
        }
      case .part(let report):
        misfits.append((entry.name, report))
      case .none:
        break
      }
    }
    guard candidates.isEmpty else { return }
    nearest = misfits.filter { !$0.report.loaded.isEmpty }
      .sorted { Self.faults($0.report) < Self.faults($1.report) }.prefix(3)
      .map { ($0.network, "\($0.report)") }
  }

  private static func faults(_ report: LoadReport) -> Int {
    report.missing.count + report.unexpected.count + report.wrongShape.count
  }

  /// How much of a file a network takes.
  private enum Fit {
    /// All, with options.
    case whole((options: [String], arguments: [[String]], classes: Int))
    /// What the report says.
    case part(LoadReport)
    /// The numbers of tensors are too different to look.
    case none
  }

  /// How a file fits a network, with the options that its names advise.
  private static func fit(
    _ file: WeightsFile, _ network: NetworkVariant, _ names: NameOptions, _ arguments: [[String]],
    classes: Int? = nil, rounds: Int = 2
  ) throws -> Fit {
    let model = try network.make(classes: classes)
    let expected = model.stateDictionary.names.count
    guard abs(expected - file.tensors.count(where: { $0.value.rank > 0 })) <= mostOther else {
      return .none
    }
    do {
      try model.load(file.tensors, try options(names, arguments, file), path: nil)
      return .whole(
        (
          arguments.map { $0.map(\.quotedForShell).joined(separator: " ") }, arguments,
          model.classes
        ))
    } catch let mismatch as StateMismatch {
      guard rounds > 0 else { return .part(mismatch.report) }
      let advice = NameAdvice(mismatch.report).arguments
      guard !advice.isEmpty, !advice.contains(where: { $0[0] == "--partial" }) else {
        return .part(mismatch.report)
      }
      let count = advice.first { $0[0] == "--classes" }.flatMap { Int($0[1]) }
      let all = arguments + advice.filter { $0[0] != "--classes" }
      // Names are a stranger's: what they advise may be no option.
      guard (try? NameOptions.parse(all.flatMap { $0 })) != nil else {
        return .part(mismatch.report)
      }
      return try fit(
        file, network, names, all, classes: count ?? model.classes, rounds: rounds - 1)
    }
  }

  /// So many tensors more or less may be an auxiliary head.
  private static let mostOther = 24

  private static func options(
    _ names: NameOptions, _ arguments: [[String]], _ file: WeightsFile
  ) throws -> LoadOptions {
    var all = names
    let advised = try NameOptions.parse(arguments.flatMap { $0 })
    all.strip += advised.strip
    all.rename += advised.rename
    all.ignore += advised.ignore
    if advised.names != "identity" { all.names = advised.names }
    all.layout = advised.layout ?? all.layout
    var options = all.loadOptions(.everything)
    options.layout = options.layout ?? file.format.layout
    return options
  }

  private static func difference(
    _ file: WeightsFile, _ variant: NetworkVariant, _ arguments: [[String]], _ names: NameOptions,
    classes: Int, _ images: Tensor?, _ logits: Tensor?
  ) throws -> Double? {
    guard let images, let logits else { return nil }
    let model = try variant.make(classes: classes, inputChannels: images.shape[3])
    try model.load(file.tensors, try options(names, arguments, file), path: nil)
    model.convert(to: .float32)
    guard let shape = try? model.outputShape(for: images.shape), shape == logits.shape else {
      return nil
    }
    let pictures = images.converted(to: .float32)
    let count = pictures.shape[0]
    let found = pictures.split(parts: (count + batchSize - 1) / batchSize)
      .flatMap { model($0).scalars }
    return difference(found, logits.scalars)
  }

  /// So many pictures are run at a time.
  private static let batchSize = 16

  /// The largest difference of numbers as a share of the largest known one; infinite where one of them is no
  /// number.
  static func difference(_ found: [Double], _ known: [Double]) -> Double {
    let differences = zip(found, known).map { abs($0 - $1) }
    guard differences.allSatisfy(\.isFinite) else { return .infinity }
    return (differences.max() ?? 0) / max(known.map { abs($0) }.max() ?? 0, 1e-30)
  }
}

import ArgumentParser
import Gradus
import GradusExampleSupport

/// `sample`: images of a data set as PNG files.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Write images of a data set as PNG files named by index and class.")

  @OptionGroup var settings: SettingOptions
  @Option(name: .shortAndLong, help: "The folder for the files.") var output: String
  @Option(help: "How many, from the first on.") var count = 10
  @Option(help: "The part of the data set: train or test.") var split = BuiltInDataset.Split.test

  func validate() throws {
    guard (1...100_000).contains(count) else {
      throw ValidationError("--count must be between 1 and 100000, not \(count)")
    }
  }

  func run() throws {
    try OutputPath.requireFile(output)
    var configuration = TrainingConfiguration()
    try settings.apply(to: &configuration)
    guard
      case .memory(let images) = try RunImages(
        configuration.resolved(), split, note: StandardError.write)
    else { throw UserError("dataset=imagenet is a folder of pictures already; look into it") }
    try RunFolder(output).make()
    for index in 0..<min(count, images.count) {
      let path = "\(output)/\(Self.fileName(index, images.classNames[images.labels[index]]))"
      try images.picture(at: index).writePNG(to: path)
      print(path)
    }
  }

  /// `00017-ankle-boot.png`: letters and digits of the class, everything else a hyphen.
  static func fileName(_ index: Int, _ name: String) -> String {
    let digits = String(index)
    let words = name.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    return String(repeating: "0", count: max(0, 5 - digits.count)) + "\(digits)-\(words).png"
  }
}

import ArgumentParser
import Gradus
import GradusExampleSupport

/// `predict MODEL FILE...`: what is on pictures.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Classify PNG and JPEG files; needs a build with --traits Images.",
    discussion: """
      A picture is resized until it covers the network's input, its middle is cut out, and it is \
      normalised as in training, or all this as published with --weights FILE --network NAME, and \
      then no model is named. With --scales and --views it is looked at several times and the \
      probabilities are averaged. A file that cannot be read is told on standard error, the others are \
      classified, and the exit code is then 1.
      """)

  @Argument(help: "A run's folder, a checkpoint or an exported file; then PNG and JPEG files.")
  var arguments: [String]
  @OptionGroup var published: PublishedOptions
  @OptionGroup var viewing: ViewSizes
  @OptionGroup var threads: ThreadOptions
  @Option(help: "How many classes are shown.") var top = 5
  @Option(help: "raw or average; the average where there is one.")
  var values: TrainedClassifier.Weights?
  @Option(help: "The most pixels that a picture may have.")
  var pixelLimit = RasterImage.usualPixelLimit
  @Flag(help: "Turn pictures as the camera noted; ignored otherwise, as by Pillow.")
  var applyOrientation = false
  @Flag(help: "Print one line of JSON a picture.") var json = false

  func validate() throws {
    guard arguments.count > (published.weights == nil ? 1 : 0) else {
      throw ValidationError("predict needs a model and pictures")
    }
    guard top >= 1 else { throw ValidationError("--top must be at least 1, not \(top)") }
    guard pixelLimit >= 1 else {
      throw ValidationError("--pixel-limit must be at least 1, not \(pixelLimit)")
    }
  }

  func run() throws {
    threads.apply()
    let classifier =
      try published.classifier(note: StandardError.write)
      ?? TrainedClassifier(arguments[0], weights: values)
    let files = Array(arguments.dropFirst(published.weights == nil ? 1 : 0))
    let vote = PictureVote([
      .init(classifier: classifier, views: try PictureViews(classifier, viewing))
    ])
    var reader = PictureReader(vote.memberViews)
    (reader.pixelLimit, reader.appliesOrientation) = (pixelLimit, applyOrientation)
    let size = min(reader.batchSize, 32)
    var unread = 0
    for start in stride(from: 0, to: files.count, by: size) {
      let part = Array(files[start..<min(files.count, start + size)])
      var pictures: [(file: String, images: PictureImages)] = []
      for (file, result) in zip(part, reader.read(part)) {
        switch result {
        case .success(let images): pictures.append((file, images))
        case .failure(let error):
          StandardError.write("error: \(error)")
          unread += 1
        }
      }
      guard !pictures.isEmpty else { continue }
      let rows = TrainedClassifier.rows(vote.logits(pictures.map(\.images)).softmax())
      for (file, probabilities) in zip(pictures.map(\.file), rows) {
        let guesses = PictureGuesses(
          file: file, probabilities: probabilities, names: classifier.card.classNames, top: top)
        if json {
          print(try guesses.json(indented: false))
        } else {
          print(guesses.text, terminator: "")
        }
      }
    }
    guard unread == 0 else {
      throw ProgramFailure("\(unread) of \(files.count) pictures could not be read")
    }
  }
}

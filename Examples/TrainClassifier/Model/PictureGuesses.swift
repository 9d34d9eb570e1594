import Gradus

/// The likeliest classes of a picture.
struct PictureGuesses: Codable, Equatable {
  /// A class and how likely it is.
  struct Guess: Codable, Equatable {
    let name: String
    let probability: Double
  }

  let file: String
  let guesses: [Guess]

  /// The `top` likeliest classes, or all when there are fewer; equal ones in the classes' order.
  init(file: String, probabilities: [Double], names: [String], top: Int) {
    self.file = file
    let order = probabilities.indices.sorted {
      (-probabilities[$0], $0) < (-probabilities[$1], $1)
    }
    guesses = order.prefix(top).map { Guess(name: names[$0], probability: probabilities[$0]) }
  }

  /// The file's name, then a line for each class.
  var text: String {
    let lines = guesses.map { guess in
      let percentage = NumberText.fixed(100 * guess.probability, decimals: 2)
      return String(repeating: " ", count: max(0, 8 - percentage.count))
        + "\(percentage) %  \(guess.name.onOneLine())\n"
    }
    return file.onOneLine() + "\n" + lines.joined()
  }
}

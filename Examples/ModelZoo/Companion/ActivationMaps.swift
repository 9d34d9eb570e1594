import Gradus

/// Class activation maps of a small net that this program trains in seconds: what global average
/// pooling shows (Zhou et al. 2015, section 2), and the first filters it learned.
///
/// The images are `ColouredShapes`; nobody tells the net where the shape is.
struct ActivationMaps {
  private static let steps = 120

  /// An image, its class, and the map of the class: larger where the class is seen.
  struct Example {
    let pixels: [Double]
    let label: Int
    let guess: Int
    let map: [Double]
  }

  let examples: [Example]
  let filters: Tensor

  /// Trains the net; the same numbers on every run of a machine.
  init() throws {
    let trunk = Sequential {
      Conv2d(3, 16, kernel: 7, stride: 2, padding: 3)
      ReLU()
      Conv2d(16, 32, kernel: 3, padding: 1)
      ReLU()
    }.initialize(seed: 1)
    let classifier = Linear(32, ColouredShapes.classes.count).initialize(seed: 2)
    let head = Sequential(named: [
      ("trunk", trunk), ("pool", GlobalAveragePool()), ("fc", classifier),
    ])
    let optimizer = Adam(head)
    for step in 0..<Self.steps {
      let batch = ColouredShapes.batch(32, seed: UInt64(step))
      let tape = Tape(.training, step: step)
      let loss = head(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
      try optimizer.step(tape.gradients(of: loss), learningRate: 0.005)
    }
    let test = ColouredShapes.batch(16, seed: 1_000_000)
    let (maps, guesses) = Self.maps(of: test.images, trunk, classifier, labels: test.labels)
    let pixels = test.images.scalars
    let count = ColouredShapes.size * ColouredShapes.size * 3
    // The first image of each class but nothing.
    examples = ColouredShapes.classes.indices.dropLast().compactMap { label in
      test.labels.firstIndex(of: label).map { index in
        Example(
          pixels: Array(pixels[index * count..<(index + 1) * count]), label: label,
          guess: guesses[index], map: maps[index])
      }
    }
    filters = (trunk.layers[0] as? Conv2d)?.weight.value ?? Tensor.full([7, 7, 3, 16], 0)
  }

  /// The sum of the maps before the pooling, weighted as the classifier weights their means.
  private static func maps(
    of images: Tensor, _ trunk: Sequential, _ classifier: Linear, labels: [Int]
  ) -> (maps: [[Double]], guesses: [Int]) {
    let features = trunk(images)
    let (side, channels) = (features.shape[1], features.shape[3])
    let (values, weights) = (features.scalars, classifier.weight.value.scalars)
    let bias = classifier.bias?.value.scalars ?? []
    var guesses: [Int] = []
    let maps = labels.indices.map { image -> [Double] in
      let scores = (0..<ColouredShapes.classes.count).map { label -> [Double] in
        (0..<side * side).map { place -> Double in
          let first = (image * side * side + place) * channels
          var sum = 0.0
          for channel in 0..<channels {
            sum += values[first + channel] * weights[channel * ColouredShapes.classes.count + label]
          }
          return sum
        }
      }
      let totals = scores.enumerated().map { label, map in
        map.reduce(0, +) / Double(map.count) + (bias.isEmpty ? 0 : bias[label])
      }
      guesses.append(totals.indices.max { totals[$0] < totals[$1] } ?? 0)
      return scores[labels[image]]
    }
    return (maps, guesses)
  }
}

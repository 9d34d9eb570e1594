/// The norms of a network's weight gradients at evenly spaced steps, in bounded memory: whenever there are
/// too many, every second is dropped and only every second step looked at from then on.
struct GradientHistory {
  /// The most steps it holds.
  static let capacity = 64

  /// The layers with weights, from input to output.
  let layers: [String]
  /// Steps from one look to the next.
  private(set) var interval = 1
  /// Each step that was looked at, and the norm of every layer.
  private(set) var columns: [(step: Int, norms: [Double])] = []

  init(layers: [String]) { self.layers = layers }

  /// Whether a step is to be looked at.
  func isDue(_ step: Int) -> Bool { step.isMultiple(of: interval) }

  /// Adds the norms of all layers at a step that is due and comes after those added before.
  mutating func append(_ norms: [Double], step: Int) {
    columns.append((step, norms))
    while columns.count > Self.capacity {
      interval *= 2
      columns = columns.filter { isDue($0.step) }
    }
  }
}

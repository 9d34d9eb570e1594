import GradusTensors

/// The rule by which an epoch's examples are drawn; an epoch has as many draws as there are examples.
public enum SamplingOrder: Sendable, Hashable, Codable {
  /// Every example once, in the data set's order.
  case asStored
  /// Every example once, in an order of the epoch's own.
  case shuffled
  /// Each draw takes an example with a probability proportional to its weight, independently of the others;
  /// one weight for each example, 0 for never.
  case weighted([Double])
  /// Every class equally often, whatever its share of the examples: the class of each example is given.
  ///
  /// In an epoch each round of as many draws as there are classes shows each class once, the last round as far as
  /// it goes. A class's examples take turns, so that in an epoch none comes again before all have been shown.
  case balanced([Int])

  /// Whether an example may be shown several times in an epoch.
  var repeats: Bool {
    switch self {
    case .asStored, .shuffled: false
    case .weighted, .balanced: true
    }
  }

  func problem(count: Int) -> String? {
    switch self {
    case .asStored, .shuffled: return nil
    case .weighted(let weights):
      guard weights.count == count else {
        return "batches: \(weights.count) weights for \(count) examples"
      }
      let total = weights.reduce(0, +)
      return weights.allSatisfy({ $0 >= 0 }) && total > 0 && total.isFinite
        ? nil : "batches: weights must be 0 or more, finite, and not all 0"
    case .balanced(let labels):
      return labels.count == count
        ? nil : "batches: \(labels.count) labels for \(count) examples"
    }
  }

  func positions(count: Int, seed: UInt64, epoch: Int) -> [Int] {
    let stream = RandomStream(seed: seed, name: "shuffle of epoch \(epoch)")
    switch self {
    case .asStored: return Array(0..<count)
    case .shuffled: return stream.permutation(count)
    case .weighted(let weights): return Self.weighted(weights, stream)
    case .balanced(let labels): return Self.balanced(labels, stream)
    }
  }

  private static func weighted(_ weights: [Double], _ stream: RandomStream) -> [Int] {
    var total = 0.0
    let ends = weights.map { weight in
      total += weight
      return total
    }
    // A draw that rounding puts at the very end belongs to the last example that can be drawn.
    let last = weights.lastIndex { $0 > 0 } ?? 0
    return weights.indices.map { draw in
      let place = stream.uniform(draw) * total
      var (low, high) = (0, last)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] > place { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  private static func balanced(_ labels: [Int], _ stream: RandomStream) -> [Int] {
    var members: [Int: [Int]] = [:]
    for (position, label) in labels.enumerated() { members[label, default: []].append(position) }
    let classes = members.keys.sorted()
    // Each class and each of its turns through its examples has a stream of its own.
    func shuffled(_ label: Int, _ turn: Int) -> [Int] {
      let own = RandomStream(seed: stream.bits(0), name: "class \(label), turn \(turn)")
      let examples = members[label] ?? []
      return own.permutation(examples.count).map { examples[$0] }
    }
    var turns = classes.map { (number: 0, left: shuffled($0, 0)[...]) }
    var (result, round): ([Int], Int) = ([], 0)
    result.reserveCapacity(labels.count + classes.count)
    while result.count < labels.count {
      let own = RandomStream(seed: stream.bits(1), name: "round \(round)")
      for place in own.permutation(classes.count) {
        if turns[place].left.isEmpty {
          let number = turns[place].number + 1
          turns[place] = (number, shuffled(classes[place], number)[...])
        }
        result.append(turns[place].left.removeFirst())
      }
      round += 1
    }
    return Array(result.prefix(labels.count))
  }
}

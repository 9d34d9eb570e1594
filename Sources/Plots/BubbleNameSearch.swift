/// The search for places of names, each among its own, that disturb least together.
///
/// Greedy choices in turn, then ejections: where a name has no good place left it is given one of the
/// best there are, its neighbours choose again, and what is better as a whole stays.
struct BubbleNameSearch {
  /// The places of each name with what they disturb by themselves, the least first.
  private let places: [[(place: BubbleNames.Placed, cost: Double)]]
  private(set) var chosen: [BubbleNames.Placed?]
  private var costs: [Double]

  /// What a name may disturb before others give way to it.
  private static let bearable = 8.0
  /// How many places of a name are tried on its neighbours.
  private static let trials = 24

  /// Searches; names choose in the order of `turns`.
  init(_ candidates: [[BubbleNames.Placed]], turns: [Int], discs: [BubbleDisc]) {
    places = candidates.enumerated().map { index, places in
      places.map { ($0, BubbleNames.cost($0, index, discs)) }.sorted { $0.1 < $1.1 }
    }
    chosen = Array(repeating: nil, count: candidates.count)
    costs = Array(repeating: 0, count: candidates.count)
    for _ in 0..<3 { turns.forEach { choose($0) } }
    for _ in 0..<3 {
      let improved = turns.count { disturbance($0) > Self.bearable && giveWay(to: $0, turns) }
      if improved == 0 { break }
    }
  }

  /// Takes the place that disturbs least, as the others stand.
  private mutating func choose(_ index: Int) {
    var least = Double.infinity
    for (place, own) in places[index] {
      if own >= least { break }
      let cost = own + disturbance(of: place, index, below: least - own)
      if cost < least { (least, chosen[index], costs[index]) = (cost, place, own) }
    }
  }

  private func disturbance(
    of place: BubbleNames.Placed, _ index: Int, below limit: Double = .infinity
  ) -> Double {
    var cost = 0.0
    for (other, name) in chosen.enumerated() where other != index {
      if let name { cost += BubbleNames.cost(place, name) }
      if cost >= limit { break }
    }
    return cost
  }

  private func disturbance(_ index: Int) -> Double {
    chosen[index].map { costs[index] + disturbance(of: $0, index) } ?? 0
  }

  /// Tries the best places of a name on the others; returns whether one was better for all.
  private mutating func giveWay(to index: Int, _ turns: [Int]) -> Bool {
    let start = self
    var (best, least) = (self, turns.reduce(0) { $0 + disturbance($1) })
    let before = least
    for (place, own) in places[index].prefix(Self.trials) {
      self = start
      (chosen[index], costs[index]) = (place, own)
      for _ in 0..<2 {
        for other in turns where other != index && disturbance(other) > Self.bearable {
          choose(other)
        }
      }
      choose(index)
      let total = turns.reduce(0) { $0 + disturbance($1) }
      if total < least { (best, least) = (self, total) }
    }
    self = best
    return least < before
  }
}

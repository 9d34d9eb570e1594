import GradusTensors

/// One of several equal parts of some work: that of a process, a machine or a job of an array.
///
/// People count parts from 1, as in the text `2/4`; programs count from 0.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// The number of the part, from 0.
  public let index: Int
  /// How many parts there are.
  public let count: Int

  /// All of the work.
  public static let whole = Shard(0, of: 1)

  /// Makes a part; traps unless `index` is in `0..<count`.
  public init(_ index: Int, of count: Int) {
    precondition(
      (0..<max(0, count)).contains(index),
      "shard: there is no part \(index) of \(count); parts are 0 to \(count - 1)")
    (self.index, self.count) = (index, count)
  }

  /// Reads `2/4`, the second of four parts; nil for anything else, and beyond a million parts.
  public init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
    }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      (1...1_000_000).contains(count), (1...count).contains(number)
    else { return nil }
    (index, self.count) = (number - 1, count)
  }

  /// `2/4` for the second of four parts.
  public var description: String { "\(index + 1)/\(count)" }

  /// The positions of this part when `total` items are cut into consecutive parts whose sizes differ
  /// by one at most, the first being the larger.
  public func range(of total: Int) -> Range<Int> {
    func start(_ part: Int) -> Int { part * (total / count) + min(part, total % count) }
    return start(index)..<start(index + 1)
  }

  /// The members of this part when items are dealt out, the dearest first, each to the part that has
  /// cost least so far; in the order of `items`.
  ///
  /// It depends on nothing but the costs and their order, so that all parts agree about who has what.
  public func dealt<Item>(_ items: [Item], cost: (Item) -> Double) -> [Item] {
    let costs = items.map(cost)
    let dearestFirst = items.indices.sorted { (-costs[$0], $0) < (-costs[$1], $1) }
    var totals = [Double](repeating: 0, count: count)
    var isMine = [Bool](repeating: false, count: items.count)
    for item in dearestFirst {
      let least = totals.indices.min { (totals[$0], $0) < (totals[$1], $1) } ?? 0
      totals[least] += costs[item]
      isMine[item] = least == index
    }
    return items.indices.filter { isMine[$0] }.map { items[$0] }
  }
}

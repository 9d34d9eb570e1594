import GradusTensors

/// One or several boxes in a row, with how they are wired.
struct BoxGroup {
  /// Something outside that boxes of the group read.
  struct Port {
    /// The box that is read.
    let source: Int
    /// The places in the group of those who read it.
    let readers: [Int]
  }

  let boxes: [NetworkGraph.Box]
  /// The innermost boxes, in the order of the run.
  let identifiers: [Int]
  /// What they read from outside, in the order of the first reader.
  let ports: [Port]

  /// Of the innermost results, then of what is read from outside.
  private let shapes: [Shape?]
  private let inner: Set<[Int]>

  init(_ boxes: ArraySlice<NetworkGraph.Box>, _ wiring: GraphWiring) {
    self.boxes = Array(boxes)
    let innermost = boxes.flatMap(\.innermost)
    identifiers = innermost.compactMap(\.identifier)
    let places = Dictionary(
      identifiers.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    var inner: Set<[Int]> = []
    var readers: [Int: [Int]] = [:]
    var order: [Int] = []
    for (place, identifier) in identifiers.enumerated() {
      for source in (wiring.incoming[identifier] ?? []).sorted() {
        if let from = places[source] {
          inner.insert([from, place])
        } else {
          if readers[source] == nil { order.append(source) }
          readers[source, default: []].append(place)
        }
      }
    }
    self.inner = inner
    ports = order.map { Port(source: $0, readers: readers[$0] ?? []) }
    shapes = innermost.map(\.output) + order.map { wiring.shapes[$0] }
  }

  /// Whether both compute the same and are wired alike; sizes may differ.
  func isWired(like other: BoxGroup) -> Bool {
    boxes.count == other.boxes.count && inner == other.inner
      && ports.map(\.readers) == other.ports.map(\.readers)
      && zip(boxes, other.boxes).allSatisfy { $0.isBuilt(like: $1) }
  }

  /// How many channels each innermost result and each input has more in another group; nil where
  /// sizes differ in something else.
  func growth(to other: BoxGroup) -> [Int]? {
    var result: [Int] = []
    for (a, b) in zip(shapes, other.shapes) {
      guard let a, let b else {
        if a != b { return nil }
        result.append(0)
        continue
      }
      guard a.rank == b.rank, a.dimensions.dropLast() == b.dimensions.dropLast() else {
        return nil
      }
      result.append(a.rank == 0 ? 0 : b[-1] - a[-1])
    }
    return result
  }

  /// Whether results of another group are larger.
  func grows(to other: BoxGroup) -> Bool { growth(to: other)?.contains { $0 != 0 } ?? true }
}

extension NetworkGraph.Box {
  /// Whether two boxes show the same but for names and sizes.
  fileprivate func isBuilt(like other: NetworkGraph.Box) -> Bool {
    type == other.type && geometry == other.geometry && kind == other.kind
      && repeats == other.repeats && isModule == other.isModule
      && (identifier == nil) == (other.identifier == nil) && children.count == other.children.count
      && (lastOutput == nil) == (other.lastOutput == nil)
      && zip(children, other.children).allSatisfy { $0.isBuilt(like: $1) }
  }
}

import GradusTensors

/// How the axes of a value in an ONNX graph stand to those of the same value on the tape.
enum AxisOrder: Hashable {
  /// Axis `i` in the graph is axis `order[i]` on the tape; images are channels first, `[0, 3, 1, 2]`.
  case permuted([Int])
  /// `[n, h w c]` on the tape and `[n, c h w]` in the graph: a flattened feature map.
  case flattenedMap(height: Int, width: Int, channels: Int)
  /// `[h w c, out]` on the tape and `[out, c h w]` in the graph: what such a map is multiplied with.
  case mapMatrix(height: Int, width: Int, channels: Int)

  /// The tape's own order of so many axes.
  static func native(_ rank: Int) -> AxisOrder { .permuted(Array(0..<rank)) }

  /// Channels first: the last axis comes second.
  static func channelsFirst(_ rank: Int) -> [Int] {
    rank < 3 ? Array(0..<rank) : [0, rank - 1] + Array(1..<rank - 1)
  }
}

/// A value of an ONNX graph that stands for a node of the tape.
struct GraphValue {
  /// Its name in the graph.
  var name: String
  /// How its axes stand to the tape's.
  var axes: AxisOrder
}

/// Which axes of a shape become which of another one that holds the same elements.
struct ReshapedAxes: Equatable {
  /// Neighbouring axes, before and after, with as many elements.
  var groups: [(source: Range<Int>, target: Range<Int>)] = []

  init(_ source: [Int], _ target: [Int]) {
    var (i, j) = (0, 0)
    while i < source.count || j < target.count {
      let (firstSource, firstTarget) = (i, j)
      var (a, b) = (1, 1)
      if i < source.count { (a, i) = (source[i], i + 1) }
      if j < target.count { (b, j) = (target[j], j + 1) }
      while a != b {
        if a < b, i < source.count {
          (a, i) = (a * source[i], i + 1)
        } else if j < target.count {
          (b, j) = (b * target[j], j + 1)
        } else if i < source.count {
          (a, i) = (a * source[i], i + 1)
        } else {
          break
        }
      }
      if let last = groups.last, firstSource == i || firstTarget == j {
        // Axes of one element at the end, which nothing stands for on the other side.
        groups[groups.count - 1] = (last.source.lowerBound..<i, last.target.lowerBound..<j)
      } else {
        groups.append((firstSource..<i, firstTarget..<j))
      }
    }
  }

  static func == (a: ReshapedAxes, b: ReshapedAxes) -> Bool {
    a.groups.elementsEqual(b.groups) { $0 == $1 }
  }
}

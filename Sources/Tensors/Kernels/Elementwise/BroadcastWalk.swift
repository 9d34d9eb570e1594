/// The order in which a broadcast operation visits its operands: rows along the last merged axis.
///
/// Neighbouring axes along which both operands behave alike are merged, so that adding a bias of
/// length C to images is two axes, not four.
struct BroadcastWalk {
  private var outer: [(length: Int, a: Int, b: Int)] = []
  let rowLength: Int
  let rows: Int
  /// Element strides of the operands along a row: 0 or 1.
  let innerA: Int
  let innerB: Int

  init(_ a: Shape, _ b: Shape, _ target: Shape) {
    let stridesA = a.broadcastStrides(to: target)
    let stridesB = b.broadcastStrides(to: target)
    var axes: [(length: Int, a: Int, b: Int)] = []
    for axis in target.dimensions.indices where target.dimensions[axis] != 1 {
      let next = (length: target.dimensions[axis], a: stridesA[axis], b: stridesB[axis])
      if let last = axes.last, last.a == next.a * next.length, last.b == next.b * next.length {
        axes[axes.count - 1] = (last.length * next.length, next.a, next.b)
      } else {
        axes.append(next)
      }
    }
    let inner = axes.popLast() ?? (length: 1, a: 0, b: 0)
    outer = axes
    rowLength = inner.length
    innerA = inner.a
    innerB = inner.b
    rows = target.count == 0 ? 0 : target.count / inner.length
  }

  /// Calls `body` with each row's number and the operands' element offsets.
  func forEachRow(_ range: Range<Int>, _ body: (Int, Int, Int) -> Void) {
    for row in range {
      var (rest, offsetA, offsetB) = (row, 0, 0)
      for axis in outer.reversed() {
        let index = rest % axis.length
        rest /= axis.length
        offsetA += index * axis.a
        offsetB += index * axis.b
      }
      body(row, offsetA, offsetB)
    }
  }
}

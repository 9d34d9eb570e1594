import Foundation

/// What makes one place of a name better than another.
extension BubbleNames {
  /// How much a place disturbs: names and lines through names above all, then discs and distance.
  func cost(_ name: Placed, _ own: Int, _ others: [Placed]) -> Double {
    var cost = name.line.map { hypot($0.from.x - $0.to.x, $0.from.y - $0.to.y) / 10 } ?? 0
    for other in others {
      if name.left < other.right + 3, name.right > other.left - 3, name.top < other.bottom,
        name.bottom > other.top
      {
        cost += 1000
      }
      if let line = other.line, Self.crosses(line, name) { cost += 1000 }
      if let line = name.line, Self.crosses(line, other) { cost += 1000 }
    }
    let own = (index: own, gap: gap(name, discs[own]))
    for (index, disc) in discs.enumerated() {
      // Beside another disc it would be taken for that one's name.
      if index != own.index, name.line == nil, gap(name, disc) < own.gap + 6 { cost += 15 }
      let across = max(name.left - disc.centre.x, disc.centre.x - name.right, 0)
      let down = max(name.top - disc.centre.y, disc.centre.y - name.bottom, 0)
      if index != own.index, let line = name.line,
        Self.distance(of: disc.centre, from: line) < disc.radius
      {
        cost += 8
      }
      if hypot(across, down) < disc.radius + 2 { cost += index == own.index ? 2 : 30 }
    }
    return cost
  }

  private static func distance(
    of point: LineMark.Position, from line: (from: LineMark.Position, to: LineMark.Position)
  ) -> Double {
    let (x, y) = (line.to.x - line.from.x, line.to.y - line.from.y)
    let square = max(x * x + y * y, 1e-9)
    let share = ((point.x - line.from.x) * x + (point.y - line.from.y) * y) / square
    let near = min(max(share, 0), 1)
    return hypot(point.x - line.from.x - near * x, point.y - line.from.y - near * y)
  }

  /// How far a name is from the rim of a disc.
  private func gap(_ name: Placed, _ disc: BubbleDisc) -> Double {
    let across = max(name.left - disc.centre.x, disc.centre.x - name.right, 0)
    let down = max(name.top - disc.centre.y, disc.centre.y - name.bottom, 0)
    return max(0, hypot(across, down) - disc.radius)
  }

  /// Whether a line comes nearer than 2 pixels to a name: it is clipped to the name's box, side by
  /// side (Liang and Barsky 1984).
  private static func crosses(
    _ line: (from: LineMark.Position, to: LineMark.Position), _ name: Placed
  ) -> Bool {
    var (first, last) = (0.0, 1.0)
    for (start, end, low, high) in [
      (line.from.x, line.to.x, name.left - 2, name.right + 2),
      (line.from.y, line.to.y, name.top - 2, name.bottom + 2),
    ] {
      let (way, isWithin) = (end - start, start > low && start < high)
      if way == 0 {
        if !isWithin { return false }
        continue
      }
      let shares = [(low - start) / way, (high - start) / way].sorted()
      (first, last) = (max(first, shares[0]), min(last, shares[1]))
    }
    return first < last
  }
}

import Foundation

/// What makes one place of a name better than another.
extension BubbleNames {
  /// How much a place disturbs by itself: names and lines over discs, and distance.
  static func cost(_ name: Placed, _ own: Int, _ discs: [BubbleDisc]) -> Double {
    var cost = name.line.map { hypot($0.from.x - $0.to.x, $0.from.y - $0.to.y) / 6 } ?? 0
    let ownGap = gap(name, discs[own])
    for (index, disc) in discs.enumerated() {
      let gap = gap(name, disc)
      if index == own {
        if gap < 2 { cost += 2 }
        continue
      }
      // Beside another disc it would be taken for that one's name.
      if name.line == nil, gap < ownGap + 6 { cost += 15 }
      if gap < 2 { cost += 30 }
      if let line = name.line {
        let inside = disc.chord(of: line)
        cost += inside + (inside > 0 ? 4 : 0)
      }
    }
    return cost
  }

  /// How much two places disturb each other: a name over a name or a line through one above all.
  static func cost(_ one: Placed, _ other: Placed) -> Double {
    // Most are far apart, which is seen at once.
    if one.from.x > other.to.x + 3 || other.from.x > one.to.x + 3 || one.from.y > other.to.y + 3
      || other.from.y > one.to.y + 3
    {
      return 0
    }
    var cost = 0.0
    if one.left < other.right + 3, one.right > other.left - 3, one.top < other.bottom,
      one.bottom > other.top
    {
      cost += 1000
    }
    if let line = other.line, crosses(line, one) { cost += 1000 }
    if let line = one.line {
      if crosses(line, other) { cost += 1000 }
      if let second = other.line, meet(line, second) { cost += 60 }
    }
    return cost
  }

  /// Whether two lines cross: the ends of each lie on two sides of the other.
  private static func meet(_ one: Line, _ other: Line) -> Bool {
    func side(_ line: Line, _ point: LineMark.Position) -> Double {
      (line.to.x - line.from.x) * (point.y - line.from.y)
        - (line.to.y - line.from.y) * (point.x - line.from.x)
    }
    return side(one, other.from) * side(one, other.to) < 0
      && side(other, one.from) * side(other, one.to) < 0
  }

  /// How far a name is from the rim of a disc.
  private static func gap(_ name: Placed, _ disc: BubbleDisc) -> Double {
    let across = max(name.left - disc.centre.x, disc.centre.x - name.right, 0)
    let down = max(name.top - disc.centre.y, disc.centre.y - name.bottom, 0)
    return max(0, hypot(across, down) - disc.radius)
  }

  /// Whether a line comes nearer than 2 pixels to a name: it is clipped to the name's box, side by
  /// side (Liang and Barsky 1984).
  private static func crosses(_ line: Line, _ name: Placed) -> Bool {
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
      let shares = [(low - start) / way, (high - start) / way]
      (first, last) = (
        max(first, min(shares[0], shares[1])), min(last, max(shares[0], shares[1]))
      )
    }
    return first < last
  }
}

import GradusVectorKernels

/// A convolution's filter laid out for products of gathered rows: wide panels of outputs, or a narrow
/// one for the last few, each with its rows (taps, then inputs) one after the other.
///
/// Several small groups are joined into one whose filter is zero between them, so that a panel is
/// filled at least to a half. Sendable, since its memory is written in `init` alone.
final class PanelFilter<T: KernelScalar>: @unchecked Sendable {
  /// A filter in memory: distances between taps, and within a tap between the inputs and the outputs
  /// of the product and between its groups.
  struct Layout {
    let base: UnsafePointer<T>
    let tap: Int, input: Int, output: Int, group: Int
    /// Inputs and outputs of one group.
    let inputs: Int, outputs: Int
  }

  /// One panel: its first output in the group, its columns and those it has room for, and where it
  /// starts.
  struct Panel {
    let output: Int
    let columns: Int
    let width: Int
    let start: Int
  }

  let panels: [Panel]
  /// Rows of each panel.
  let rows: Int
  /// Groups after joining.
  let groups: Int
  private let groupElements: Int
  private let memory: Scratch

  /// The panels of `outputs` columns.
  static func panels(_ tile: RegisterTile, outputs: Int, rows: Int) -> [Panel] {
    var panels: [Panel] = []
    var start = 0
    for output in stride(from: 0, to: outputs, by: tile.wideColumns) {
      let columns = min(tile.wideColumns, outputs - output)
      let panel = Panel(
        output: output, columns: columns, width: tile.panelWidth(columns), start: start)
      panels.append(panel)
      start += rows * panel.width
    }
    return panels
  }

  init(_ layout: Layout, _ tile: RegisterTile, taps: [Int], groups: Int, joined: Int) {
    let (inputs, outputs) = (layout.inputs * joined, layout.outputs * joined)
    let rows = taps.count * inputs
    let panels = Self.panels(tile, outputs: outputs, rows: rows)
    let groupElements = panels.last.map { $0.start + rows * $0.width } ?? 0
    (self.rows, self.panels, self.groupElements) = (rows, panels, groupElements)
    self.groups = groups / joined
    memory = Scratch(byteCount: groups / joined * groupElements * MemoryLayout<T>.size)
    let base = memory.base.assumingMemoryBound(to: T.self)
    Parallel.forEach(groups / joined * panels.count) { index in
      let (group, number) = index.quotientAndRemainder(dividingBy: panels.count)
      let panel = panels[number]
      var target = base + group * groupElements + panel.start
      // Zeros between joined groups and in columns that no output has.
      if joined > 1 || panel.columns < panel.width {
        target.update(repeating: 0, count: rows * panel.width)
      }
      for tap in taps {
        for part in 0..<joined {
          let source =
            layout.base + tap * layout.tap + (group * joined + part) * layout.group
          Self.fill(target, panel, part, layout, source, line: tile.line)
          target += layout.inputs * panel.width
        }
      }
    }
  }

  /// Writes a panel's rows of one tap and of the inputs of one of the joined groups.
  private static func fill(
    _ target: UnsafeMutablePointer<T>, _ panel: Panel, _ part: Int, _ layout: Layout,
    _ source: UnsafePointer<T>, line: Int
  ) {
    // The panel's outputs that belong to this part.
    let shift = panel.output - part * layout.outputs
    let first = min(max(-shift, 0), panel.columns)
    let end = max(first, min(layout.outputs - shift, panel.columns))
    let width = panel.width
    // Some inputs at a time: a transposed filter is read by whole cache lines.
    var start = 0
    while start < layout.inputs {
      let count = min(line, layout.inputs &- start)
      var column = first
      while column < end {
        let from = source + ((shift &+ column) &* layout.output &+ start &* layout.input)
        let to = target + (start &* width &+ column)
        var input = 0
        while input < count {
          to[input &* width] = from[input &* layout.input]
          input &+= 1
        }
        column &+= 1
      }
      start &+= line
    }
  }

  /// A panel of a group, from one of its rows on.
  func panel(_ panel: Panel, group: Int, row: Int) -> UnsafePointer<T> {
    UnsafePointer(memory.base.assumingMemoryBound(to: T.self))
      + group * groupElements + panel.start + row * panel.width
  }
}

extension RegisterTile {
  /// How many small groups are joined to one, so that their outputs fill a panel at least to a half.
  func joined(groups: Int, outputs: Int) -> Int {
    var joined = 1
    while joined * outputs < narrowColumns, groups % (2 * joined) == 0 { joined *= 2 }
    return joined
  }
}

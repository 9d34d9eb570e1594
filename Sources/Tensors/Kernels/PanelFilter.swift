/// A convolution's filter laid out for products of gathered rows: panels of 16 outputs, or 8 for a
/// short last one, each with its rows (taps, then inputs) one after the other.
///
/// Several small groups are joined into one whose filter is zero between them, so that a panel is
/// filled at least to a half.
struct PanelFilter<T: KernelScalar> {
  /// A filter in memory: distances between taps, and within a tap between the inputs and the outputs
  /// of the product and between its groups.
  struct Layout {
    let base: UnsafePointer<T>
    let tap: Int, input: Int, output: Int, group: Int
    /// Inputs and outputs of one group.
    let inputs: Int, outputs: Int
  }

  /// One panel: its first output in the group, its columns, and where it starts.
  struct Panel {
    let output: Int
    let columns: Int
    let start: Int
    var width: Int { columns > 8 ? 16 : 8 }
  }

  let panels: [Panel]
  /// Rows of each panel.
  let rows: Int
  /// Groups after joining.
  let groups: Int
  private let groupElements: Int
  private let memory: Scratch

  /// How many small groups are joined to one.
  static func joined(groups: Int, outputs: Int) -> Int {
    var joined = 1
    while joined * outputs < 8, groups % (2 * joined) == 0 { joined *= 2 }
    return joined
  }

  /// The panels of `outputs` columns.
  static func panels(outputs: Int, rows: Int) -> [Panel] {
    var panels: [Panel] = []
    var start = 0
    for output in stride(from: 0, to: outputs, by: 16) {
      let panel = Panel(output: output, columns: min(16, outputs - output), start: start)
      panels.append(panel)
      start += rows * panel.width
    }
    return panels
  }

  init(_ layout: Layout, taps: [Int], groups: Int, joined: Int) {
    let (inputs, outputs) = (layout.inputs * joined, layout.outputs * joined)
    let rows = taps.count * inputs
    let panels = Self.panels(outputs: outputs, rows: rows)
    let groupElements = panels.last.map { $0.start + rows * $0.width } ?? 0
    (self.rows, self.panels, self.groupElements) = (rows, panels, groupElements)
    self.groups = groups / joined
    memory = Scratch(byteCount: groups / joined * groupElements * MemoryLayout<T>.size)
    let base = memory.base.assumingMemoryBound(to: T.self)
    Parallel.forEach(groups / joined * panels.count) { index in
      let (group, number) = index.quotientAndRemainder(dividingBy: panels.count)
      let panel = panels[number]
      var target = base + group * groupElements + panel.start
      for tap in taps {
        for input in 0..<inputs {
          let (part, place) = input.quotientAndRemainder(dividingBy: layout.inputs)
          let source =
            layout.base + tap * layout.tap + place * layout.input
            + (group * joined + part) * layout.group
          // The panel's outputs that belong to this input's group.
          let first = min(max(part * layout.outputs - panel.output, 0), panel.columns)
          let end = max(first, min((part + 1) * layout.outputs - panel.output, panel.columns))
          for column in 0..<first { target[column] = 0 }
          for column in first..<end {
            target[column] = source[(panel.output + column - part * layout.outputs) * layout.output]
          }
          for column in end..<panel.width { target[column] = 0 }
          target += panel.width
        }
      }
    }
  }

  /// A panel of a group, from one of its rows on.
  func panel(_ panel: Panel, group: Int, row: Int) -> UnsafePointer<T> {
    UnsafePointer(memory.base.assumingMemoryBound(to: T.self))
      + group * groupElements + panel.start + row * panel.width
  }
}

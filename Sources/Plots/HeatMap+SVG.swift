import GradusTensors

extension HeatMap {
  private static let margin = PlotFrame.margin
  private static let nameSize = 10.5
  private static let labelSize = 12.0
  private static let titleSize = 15.0

  /// The picture.
  ///
  /// - Parameters:
  ///   - width: full width in pixels; at least 160.
  ///   - rowHeight: height of a row in pixels; nil fits up to 460 pixels of rows.
  public func svg(width: Double = 520, rowHeight: Double? = nil) -> SVGDocument {
    precondition(width >= 160, "a heat map needs room, got a width of \(width) pixels")
    let box = Layout(self, width: width, rowHeight: rowHeight)
    let colours = scale.scale(covering: values.joined(), isRounded: false)
    return SVGDocument(
      identifier: identifier, title: title, description: description, width: width,
      height: box.end
    ) { svg in
      drawWords(box, into: &svg)
      for (row, numbers) in values.enumerated() {
        for (column, value) in numbers.enumerated() {
          drawCell(row, column, value, colours, box, into: &svg)
        }
      }
      drawKey(colours, box, into: &svg)
    }
  }

  /// Where things are, in the coordinates of the picture.
  private struct Layout {
    let titleLines: [String], rowLines: [String], columnLines: [String], scaleLines: [String]
    let left: Double, top: Double, right: Double, bottom: Double
    let keyTop: Double, end: Double
    let cellWidth: Double, cellHeight: Double
    let nameWidth: Double

    init(_ map: HeatMap, width: Double, rowHeight: Double?) {
      let full = width - 2 * margin
      titleLines = TextMetrics.lines(map.title, size: titleSize, width: full)
      rowLines = TextMetrics.lines(map.rowLabel, size: labelSize, width: full)
      let widest = map.rows.map { TextMetrics.width($0, size: nameSize) }.max() ?? 0
      nameWidth = min(widest, full * 0.38)
      left = margin + nameWidth + 6
      right = width - margin - 8
      top = margin + Double(titleLines.count) * 20 + Double(rowLines.count) * 16 + 6
      let count = Double(max(1, map.rows.count))
      cellHeight = rowHeight ?? min(22, max(3, 460 / count))
      cellWidth = (right - left) / Double(max(1, map.columns.count))
      bottom = top + cellHeight * Double(map.rows.count)
      columnLines = TextMetrics.lines(map.columnLabel, size: labelSize, width: right - left)
      keyTop = bottom + 24 + Double(columnLines.count) * 16 + 8
      scaleLines = TextMetrics.lines(map.scale.label, size: labelSize, width: full)
      end = keyTop + 12 + 20 + Double(scaleLines.count) * 16 + margin
    }
  }

  private func drawWords(_ box: Layout, into svg: inout SVGBuilder) {
    for (index, line) in box.titleLines.enumerated() {
      PlotFrame.text(
        line, x: Self.margin, y: Self.margin + 13 + Double(index) * 20, size: Self.titleSize,
        weight: "600", into: &svg)
    }
    let labelTop = Self.margin + Double(box.titleLines.count) * 20
    for (index, line) in box.rowLines.enumerated() {
      PlotFrame.text(
        line, x: Self.margin, y: labelTop + 11 + Double(index) * 16, size: Self.labelSize,
        colour: .mutedText, into: &svg)
    }
    // Names that would touch are left out, evenly.
    let skip = max(1, Int((11 / box.cellHeight).rounded(.up)))
    for (index, name) in rows.enumerated() where index % skip == 0 {
      PlotFrame.text(
        TextMetrics.shortened(name, size: Self.nameSize, width: box.nameWidth),
        x: box.left - 5, y: box.top + (Double(index) + 0.5) * box.cellHeight + 3.5,
        size: Self.nameSize, anchor: "end", into: &svg)
    }
    for index in namedColumns(box) {
      PlotFrame.text(
        columns[index], x: box.left + (Double(index) + 0.5) * box.cellWidth, y: box.bottom + 16,
        size: 12, anchor: "middle", into: &svg)
    }
    for (index, line) in box.columnLines.enumerated() {
      PlotFrame.text(
        line, x: (box.left + box.right) / 2, y: box.bottom + 34 + Double(index) * 16,
        size: Self.labelSize, colour: .mutedText, anchor: "middle", into: &svg)
    }
  }

  /// The columns whose names are written: every so many, as many as do not touch.
  private func namedColumns(_ box: Layout) -> [Int] {
    let halves = columns.map { TextMetrics.width($0, size: 12) / 2 + 3 }
    func fits(_ indices: [Int]) -> Bool {
      zip(indices, indices.dropFirst()).allSatisfy { left, right in
        Double(right - left) * box.cellWidth >= halves[left] + halves[right]
      }
    }
    let inside = columns.indices.filter {
      let centre = box.left + (Double($0) + 0.5) * box.cellWidth
      return centre - halves[$0] >= 0 && centre + halves[$0] <= box.right + Self.margin + 8
    }
    for step in 1...max(1, columns.count) {
      let named = inside.filter { $0.isMultiple(of: step) }
      if fits(named) { return named }
    }
    return []
  }

  private func drawCell(
    _ row: Int, _ column: Int, _ value: Double, _ colours: AxisScale, _ box: Layout,
    into svg: inout SVGBuilder
  ) {
    let (x, y) = (
      box.left + Double(column) * box.cellWidth, box.top + Double(row) * box.cellHeight
    )
    let fraction = colours.fraction(of: value)
    let fill = fraction.map(HeatColour.at) ?? "none"
    // A hair larger than the cell, so that no background shows between two of them.
    svg.element(
      "rect",
      [
        "x": SVGBuilder.number(x), "y": SVGBuilder.number(y),
        "width": SVGBuilder.number(box.cellWidth + (fraction == nil ? 0 : 0.3)),
        "height": SVGBuilder.number(box.cellHeight + (fraction == nil ? 0 : 0.3)), "fill": fill,
        "shape-rendering": "crispEdges",
      ]
    ) { svg in
      svg.element(
        "title",
        text: "\(rows[row]), \(columnLabel) \(columns[column]): "
          + (value.isFinite ? NumberText.short(value) : "missing"))
    }
    guard fraction == nil else { return }
    PlotFrame.text(
      "×", x: x + box.cellWidth / 2, y: y + box.cellHeight / 2 + 3, size: min(10, box.cellHeight),
      colour: .mutedText, anchor: "middle", into: &svg)
  }

  private func drawKey(_ colours: AxisScale, _ box: Layout, into svg: inout SVGBuilder) {
    let (width, steps) = (box.right - box.left, 60)
    let step = width / Double(steps)
    for index in 0..<steps {
      svg.element(
        "rect",
        [
          "x": SVGBuilder.number(box.left + Double(index) * step),
          "y": SVGBuilder.number(box.keyTop), "width": SVGBuilder.number(step + 0.3),
          "height": "12", "fill": HeatColour.at(Double(index) / Double(steps - 1)),
          "shape-rendering": "crispEdges",
        ])
    }
    var reach = -Double.infinity
    for tick in colours.ticks(count: max(2, Int(width / 60))) {
      guard let fraction = colours.fraction(of: tick.value) else { continue }
      let centre = box.left + fraction * width
      let half = TextMetrics.width(tick.label, size: 12) / 2 + 3
      guard centre - half >= reach, centre + half <= box.right + Self.margin + 8 else { continue }
      reach = centre + half
      PlotFrame.text(
        tick.label, x: centre, y: box.keyTop + 26, size: 12, anchor: "middle", into: &svg)
    }
    for (index, line) in box.scaleLines.enumerated() {
      PlotFrame.text(
        line, x: box.left, y: box.keyTop + 44 + Double(index) * 16, size: Self.labelSize,
        colour: .mutedText, into: &svg)
    }
  }
}

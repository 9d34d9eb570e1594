/// Which pixels each tap of a filter sees: rows and columns inside of the image only.
struct ConvolutionTaps {
  private let problem: ConvolutionProblem
  /// For each position of the filter along an axis, the positions of the result that see the image
  /// there.
  private let rows: [Range<Int>], columns: [Range<Int>]
  /// Elements from one pixel of the input that a tap sees to the next of the row.
  let inputStep: Int

  init(_ problem: ConvolutionProblem) {
    self.problem = problem
    let g = problem.geometry
    rows = (0..<problem.kernelHeight).map {
      Self.positions(
        first: $0 * g.dilation.height - g.padding.top, stride: g.stride.height,
        length: problem.inputHeight, count: problem.outputHeight)
    }
    columns = (0..<problem.kernelWidth).map {
      Self.positions(
        first: $0 * g.dilation.width - g.padding.left, stride: g.stride.width,
        length: problem.inputWidth, count: problem.outputWidth)
    }
    inputStep = g.stride.width * problem.inputChannels
  }

  /// The numbers `o` below `count` for which `first + o * stride` is in `0..<length`.
  private static func positions(
    first: Int, stride: Int, length: Int, count: Int
  ) -> Range<Int> {
    let start = first >= 0 ? 0 : (-first + stride - 1) / stride
    let end = first >= length ? 0 : min(count, (length - 1 - first) / stride + 1)
    return start..<max(start, end)
  }

  /// Elements before a pixel of the input, and of the result.
  func input(_ image: Int, _ row: Int, _ column: Int) -> Int {
    ((image * problem.inputHeight + row) * problem.inputWidth + column) * problem.inputChannels
  }

  func output(_ image: Int, _ row: Int, _ column: Int) -> Int {
    ((image * problem.outputHeight + row) * problem.outputWidth + column) * problem.outputChannels
  }

  /// Elements before a tap of the filter.
  func filter(_ tap: Int) -> Int { tap * problem.inputsPerGroup * problem.outputChannels }

  /// Calls `body` with each tap that a row of the result sees something with: the tap, the row of the
  /// input, the columns of the result and the column of the input that the first of them sees.
  func forEach(outputRow row: Int, _ body: (Int, Int, Range<Int>, Int) -> Void) {
    for vertical in rows.indices where rows[vertical].contains(row) {
      forEachColumn(vertical) { tap, columns, inputColumn in
        body(tap, inputRow(row, vertical), columns, inputColumn)
      }
    }
  }

  /// The same for the taps that see a row of the input; the body's row is one of the result.
  func forEach(inputRow row: Int, _ body: (Int, Int, Range<Int>, Int) -> Void) {
    let g = problem.geometry
    for vertical in rows.indices {
      let distance = row + g.padding.top - vertical * g.dilation.height
      let output = distance / g.stride.height
      guard distance >= 0, distance % g.stride.height == 0, rows[vertical].contains(output) else {
        continue
      }
      forEachColumn(vertical) { tap, columns, inputColumn in
        body(tap, output, columns, inputColumn)
      }
    }
  }

  /// Calls `body` with each row of the result that a tap sees something for: that row, the one of the
  /// input, the columns of the result and the column of the input that the first of them sees.
  func forEachRow(ofTap tap: Int, _ body: (Int, Int, Range<Int>, Int) -> Void) {
    let (vertical, horizontal) = tap.quotientAndRemainder(dividingBy: problem.kernelWidth)
    let columns = columns[horizontal]
    guard !columns.isEmpty else { return }
    for row in rows[vertical] {
      body(row, inputRow(row, vertical), columns, inputColumn(columns.lowerBound, horizontal))
    }
  }

  private func forEachColumn(_ vertical: Int, _ body: (Int, Range<Int>, Int) -> Void) {
    for (horizontal, columns) in columns.enumerated() where !columns.isEmpty {
      body(
        vertical * problem.kernelWidth + horizontal, columns,
        inputColumn(columns.lowerBound, horizontal))
    }
  }

  private func inputRow(_ row: Int, _ vertical: Int) -> Int {
    let g = problem.geometry
    return row * g.stride.height + vertical * g.dilation.height - g.padding.top
  }

  private func inputColumn(_ column: Int, _ horizontal: Int) -> Int {
    let g = problem.geometry
    return column * g.stride.width + horizontal * g.dilation.width - g.padding.left
  }
}

import Foundation

extension Tensor: CustomStringConvertible {
  /// The shape, the element type and the elements in brackets, an axis for each pair as in NumPy.
  ///
  /// Numbers have five digits. Of more than 200 elements each of the last two axes shows the first and
  /// last three, every other axis the first and the last.
  public var description: String { described(as: "Tensor") }

  /// The same under another type's name, with notes after the element type.
  package func described(as name: String, _ notes: String...) -> String {
    let header = ([shape.description, dtype.description] + notes).joined(separator: ", ")
    if isShapeOnly { return "\(name)(\(header), shape only)" }
    return "\(name)(\(header)):\(rank > 1 ? "\n" : " ")\(TensorText(of: self).text)"
  }
}

/// The elements of a tensor as nested brackets.
private struct TensorText {
  private let tensor: Tensor
  /// The elements that are shown, by position.
  private var numbers: [Int: String] = [:]
  /// The length of the longest number, so that columns stand below each other.
  private var width = 0

  init(of tensor: Tensor) {
    self.tensor = tensor
    collect(axis: 0, position: 0)
    if tensor.rank > 1 { width = numbers.values.map(\.count).max() ?? 0 }
  }

  var text: String { text(axis: 0, position: 0) }

  /// What is shown of an axis; nil stands for what is left out.
  private func shown(_ axis: Int) -> [Int?] {
    let length = tensor.shape[axis]
    let edge = axis >= tensor.rank - 2 ? 3 : 1
    guard tensor.count > 200, length > 2 * edge else { return Array(0..<length) }
    return Array(0..<edge) + [nil] + Array(length - edge..<length)
  }

  private mutating func collect(axis: Int, position: Int) {
    guard axis < tensor.rank else {
      numbers[position] = Self.text(of: tensor.scalar(at: position))
      return
    }
    for index in shown(axis).compactMap(\.self) {
      collect(axis: axis + 1, position: position * tensor.shape[axis] + index)
    }
  }

  private func text(axis: Int, position: Int) -> String {
    guard axis < tensor.rank else {
      let number = numbers[position] ?? ""
      return String(repeating: " ", count: max(0, width - number.count)) + number
    }
    let parts = shown(axis).map { index in
      index.map { text(axis: axis + 1, position: position * tensor.shape[axis] + $0) } ?? "..."
    }
    // Rows stand below each other, indented by the brackets that are open; a blank line for each
    // further axis keeps matrices apart.
    let inner = tensor.rank - 1 - axis
    let lines = String(repeating: "\n", count: inner) + String(repeating: " ", count: axis + 1)
    return "[" + parts.joined(separator: inner == 0 ? ", " : "," + lines) + "]"
  }

  private static func text(of number: Double) -> String {
    if number.magnitude < 1e7, number == number.rounded() {
      return String(format: "%.0f", number)
    }
    return number.isFinite ? String(format: "%.5g", number) : "\(number)"
  }
}

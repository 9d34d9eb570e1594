import Gradus

extension OpCase {
  /// Every activation, on all sides of its kinks.
  static let activations: [OpCase] = Activation.allCases.filter { $0 != .identity }.flatMap {
    activation in
    [(1.0, [2, 3, 5]), (5, [3, 17]), (0.5, [])].map { width, shape in
      OpCase(
        activation.rawValue, "activation, width \(width), shape \(shape)",
        [OpInput(Shape(shape), .awayFromZero)]
      ) { ($0[0] * width).activated(activation) }
    }
  }
}

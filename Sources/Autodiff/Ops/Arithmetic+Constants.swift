import GradusTensors

// A tensor beside a variable is a constant: no gradient reaches it.

extension Variable {
  /// Elementwise sum with a constant; operands broadcast as in NumPy.
  public static func + (a: Variable, b: Tensor) -> Variable { a + Variable(b) }
  /// Elementwise sum of a constant and a variable; operands broadcast as in NumPy.
  public static func + (a: Tensor, b: Variable) -> Variable { Variable(a) + b }
  /// Elementwise difference with a constant; operands broadcast as in NumPy.
  public static func - (a: Variable, b: Tensor) -> Variable { a - Variable(b) }
  /// Elementwise difference of a constant and a variable; operands broadcast as in NumPy.
  public static func - (a: Tensor, b: Variable) -> Variable { Variable(a) - b }
  /// Elementwise product with a constant; operands broadcast as in NumPy.
  public static func * (a: Variable, b: Tensor) -> Variable { a * Variable(b) }
  /// Elementwise product of a constant and a variable; operands broadcast as in NumPy.
  public static func * (a: Tensor, b: Variable) -> Variable { Variable(a) * b }
  /// Elementwise quotient with a constant; operands broadcast as in NumPy.
  public static func / (a: Variable, b: Tensor) -> Variable { a / Variable(b) }
  /// Elementwise quotient of a constant and a variable; operands broadcast as in NumPy.
  public static func / (a: Tensor, b: Variable) -> Variable { Variable(a) / b }
}

extension Variable {
  /// Adds a variable; the old value stays on the tape.
  public static func += (a: inout Variable, b: Variable) { a = a + b }
  /// Adds a constant.
  public static func += (a: inout Variable, b: Tensor) { a = a + b }
  /// Adds a number.
  public static func += (a: inout Variable, b: Double) { a = a + b }
  /// Subtracts a variable; the old value stays on the tape.
  public static func -= (a: inout Variable, b: Variable) { a = a - b }
  /// Subtracts a constant.
  public static func -= (a: inout Variable, b: Tensor) { a = a - b }
  /// Subtracts a number.
  public static func -= (a: inout Variable, b: Double) { a = a - b }
  /// Multiplies by a variable, element by element; the old value stays on the tape.
  public static func *= (a: inout Variable, b: Variable) { a = a * b }
  /// Multiplies by a constant, element by element.
  public static func *= (a: inout Variable, b: Tensor) { a = a * b }
  /// Multiplies by a number, element by element.
  public static func *= (a: inout Variable, b: Double) { a = a * b }
  /// Divides by a variable, element by element; the old value stays on the tape.
  public static func /= (a: inout Variable, b: Variable) { a = a / b }
  /// Divides by a constant, element by element.
  public static func /= (a: inout Variable, b: Tensor) { a = a / b }
  /// Divides by a number, element by element.
  public static func /= (a: inout Variable, b: Double) { a = a / b }
}

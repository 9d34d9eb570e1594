import Gradus

/// How an operation of PyTorch's is said here.
typealias ConformanceRule = @Sendable (ConformanceCall) throws -> [Variable]

/// All operations that are compared, by PyTorch's names.
enum ConformanceOperations {
  static let all: [String: ConformanceRule] = elementwise.merging(reductions) { a, _ in a }
    .merging(rearrangements) { a, _ in a }.merging(products) { a, _ in a }
    .merging(networks) { a, _ in a }.merging(losses) { a, _ in a }

  /// A function of one tensor alone.
  static func unary(_ function: @escaping @Sendable (Variable) -> Variable) -> ConformanceRule {
    { call in
      if call.flag(99, "inplace") { throw Different("in place") }
      return [function(try call.tensor(0))]
    }
  }

  /// A function of two tensors or a tensor and a number.
  static func binary(_ function: @escaping @Sendable (Variable, Variable) -> Variable)
    -> ConformanceRule
  {
    { call in [function(try call.tensor(0), try call.tensor(1, "other"))] }
  }
}

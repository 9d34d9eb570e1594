import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Where something holds of the elements of two inputs.
  static let comparisons: [ONNXOperator] = [
    comparison("Equal") { $0 .== $1 }, comparison("Less") { $0 .< $1 },
    comparison("LessOrEqual") { $0 .<= $1 }, comparison("Greater") { $0 .> $1 },
    comparison("GreaterOrEqual") { $0 .>= $1 }, comparison("And") { $0 * $1 },
    comparison("Or") { $0.maximum($1) }, comparison("Xor") { $0 .!= $1 },
  ]

  private static func comparison(
    _ name: String, _ holds: @Sendable @escaping (Tensor, Tensor) -> Tensor
  ) -> ONNXOperator {
    one(name) { call in
      var (values, like) = try call.aligned()
      try call.require(values.count == 2, "takes two inputs, and has \(values.count)")
      values = values.map(\.detached)
      like.variable = Variable(holds(values[0].value, values[1].value).converted(to: .float64))
      like.kind = .bool
      return like
    }
  }
}

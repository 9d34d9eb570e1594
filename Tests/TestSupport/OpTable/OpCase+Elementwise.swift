import Foundation
import Gradus

extension OpCase {
  static let elementwise: [OpCase] = smooth + pieces

  /// Functions of each element alone, each beside the same function of a number, written elsewhere.
  public static let functions:
    [(
      name: String, domain: OpInput.Domain, apply: @Sendable (Variable) -> Variable,
      reference: @Sendable (Double) -> Double
    )] = [
      ("exp", .real, { $0.exp() }, { Foundation.exp($0) }),
      ("log", .positive, { $0.log() }, { Foundation.log($0) }),
      ("logOnePlus", .positive, { $0.logOnePlus() }, { log1p($0) }),
      ("expMinusOne", .real, { $0.expMinusOne() }, { expm1($0) }),
      ("errorFunction", .real, { $0.errorFunction() }, { erf($0) }),
      ("squareRoot", .positive, { $0.squareRoot() }, { $0.squareRoot() }),
      ("reciprocal", .awayFromZero, { $0.reciprocal() }, { 1 / $0 }),
      ("squared", .real, { $0.squared() }, { $0 * $0 }),
      ("sigmoid", .real, { $0.sigmoid() }, { 1 / (1 + Foundation.exp(-$0)) }),
      ("tanh", .real, { $0.tanh() }, { Foundation.tanh($0) }),
      ("sin", .real, { $0.sin() }, { Foundation.sin($0) }),
      ("cos", .real, { $0.cos() }, { Foundation.cos($0) }),
      ("absolute", .awayFromZero, { $0.absolute() }, { abs($0) }),
      ("relu", .awayFromZero, { $0.relu() }, { max($0, 0) }),
    ]

  private static let smooth: [OpCase] = functions.flatMap { name, domain, apply, _ in
    ([[], [1], [2, 3, 5]] as [Shape]).map { shape in
      OpCase(name, "shape \(shape)", [OpInput(shape, domain)]) { apply($0[0]) }
    }
  }

  private static let pieces: [OpCase] = [
    OpCase("relu", "both signs of many", [.awayFromZero(3, 17)]) { ($0[0] * 2).relu() },
    OpCase("powerNumber", "square, negative base", [.awayFromZero(4)]) { $0[0].power(2) },
    OpCase("powerNumber", "cube", [[2, 3]]) { $0[0].power(3) },
    OpCase("powerNumber", "negative fraction", [.positive(4)]) { $0[0].power(-0.75) },
    OpCase("powerNumber", "first power", [[3]]) { $0[0].power(1) },
    OpCase("powerNumber", "rank 0", [.positive()]) { $0[0].power(1.5) },
    OpCase("clamp", "both bounds", [.awayFromBounds(3, 7)]) { $0[0].clamped(to: -0.2...0.2) },
    OpCase("clamp", "upper bound", [.awayFromBounds(9)]) { $0[0].clamped(to: -9...0.6) },
    OpCase("keepWherePositive", "mask of equal shape", [[3, 5]]) {
      $0[0].kept(wherePositive: Self.constant([3, 5], like: $0[0]))
    },
    OpCase("keepWherePositive", "mask repeats", [[3, 5]]) {
      $0[0].kept(wherePositive: Self.constant([5], like: $0[0]))
    },
    OpCase("keepWherePositive", "input repeats", [[5]]) {
      $0[0].kept(wherePositive: Self.constant([3, 5], like: $0[0]))
    },
    OpCase("replace", "matrix", [[3, 5], [3, 5]]) {
      $0[0].replacing(with: $0[1], where: Self.constant([3, 5], like: $0[0]))
    },
    OpCase("replace", "one pixel", [[1, 1, 1, 9], [1, 1, 1, 9]]) {
      $0[0].replacing(with: $0[1], where: Self.constant([1, 1, 1, 9], like: $0[0]))
    },
    OpCase("replace", "everything repeats", [[3, 1], [2, 1, 5]]) {
      $0[0].replacing(with: $0[1], where: Self.constant([5], like: $0[0]))
    },
    OpCase("replace", "with a number, where a comparison holds", [.awayFromZero(3, 5)]) {
      ($0[0] * $0[0]).replacing(with: 2, where: $0[0] .< 0)
    },
  ]
}

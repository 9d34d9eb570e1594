import Gradus

/// The shape of an op's input and which numbers it takes, so that no row sits on a kink or a tie.
public struct OpInput: Sendable, ExpressibleByArrayLiteral {
  /// Which numbers are drawn.
  public enum Domain: Sendable {
    /// Normally distributed numbers.
    case real
    /// Numbers in 0.5..<2.
    case positive
    /// Magnitudes in 0.2..<1.5 of either sign: away from 0.
    case awayFromZero
    /// Magnitudes in 4..<5 of either sign: a sum with numbers of order one is away from 0.
    case farFromZero
    /// Numbers at least 0.05 from each other.
    case distinct
    /// Multiples of 0.4 moved by less than 0.1: away from 0.2 and everything 0.4 apart from it.
    case awayFromBounds
  }

  /// The lengths of the axes.
  public let shape: Shape
  /// Which numbers are drawn.
  public let domain: Domain

  /// Makes an input description.
  public init(_ shape: Shape, _ domain: Domain = .real) {
    (self.shape, self.domain) = (shape, domain)
  }

  /// An input of normally distributed numbers.
  public init(arrayLiteral dimensions: Int...) { self.init(Shape(dimensions)) }

  static func positive(_ dimensions: Int...) -> OpInput { OpInput(Shape(dimensions), .positive) }
  static func awayFromZero(_ dimensions: Int...) -> OpInput {
    OpInput(Shape(dimensions), .awayFromZero)
  }
  static func distinct(_ dimensions: Int...) -> OpInput { OpInput(Shape(dimensions), .distinct) }
  static func awayFromBounds(_ dimensions: Int...) -> OpInput {
    OpInput(Shape(dimensions), .awayFromBounds)
  }

  func tensor(_ stream: RandomStream) -> Tensor {
    let order = domain == .distinct ? stream.permutation(shape.count) : []
    let count = shape.count
    let domain = domain
    return Tensor.generate(shape, dtype: .float64) { index in
      let number = stream.uniform(index)
      switch domain {
      case .real: return stream.normal(index)
      case .positive: return 0.5 + 1.5 * number
      case .awayFromZero:
        return (stream.integer(index, below: 2) == 0 ? -1 : 1) * (0.2 + 1.3 * number)
      case .farFromZero: return (stream.integer(index, below: 2) == 0 ? -1 : 1) * (4 + number)
      case .distinct: return 0.1 * (Double(order[index]) - Double(count) / 2 + 0.25) + 0.04 * number
      case .awayFromBounds:
        return 0.4 * Double(stream.integer(index, below: 5) - 2) + 0.1 * (number - 0.5)
      }
    }
  }
}

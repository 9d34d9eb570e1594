import GradusAutodiff
import GradusLayers

/// A cell of NASNet-A (Zoph et al. 2017, Fig. 4): five sums of two operations, joined.
///
/// It reads the cell before it and the one before that, both first brought to `filters` channels.
/// A normal cell returns `6 filters` channels, a reduction cell `4 filters` and half the size.
public final class NASNetCell: Module, Container {
  /// Which of the two searched cells.
  public enum Kind: Sendable {
    /// Keeps the size.
    case normal
    /// Halves the size, rounded up.
    case reduction
  }

  /// How the cell before the last is brought to the last one's size and to `filters` channels.
  enum PreviousInput {
    /// Not at all.
    case unchanged
    /// By a 1x1 convolution.
    case projected
    /// By subsampling it twice, one pixel apart, with half of the channels each.
    case halved
  }

  /// All parts with their names.
  public let children: [(name: String, module: any Module)]

  private let kind: Kind
  private let previous: (any Layer)?
  private let current: NASNetProjection
  private let sums: [(left: (any Layer)?, right: (any Layer)?)]

  /// Makes a cell.
  ///
  /// - Parameters:
  ///   - kind: normal or reduction.
  ///   - filters: channels of each of the five sums.
  ///   - inputs: channels of the last cell.
  ///   - previousInputs: channels of the one before.
  ///   - previousInput: how that one is brought to the last one's size.
  ///   - dropProbability: the probability that an operation's result is dropped in training.
  init(
    _ kind: Kind, filters: Int, inputs: Int, previousInputs: Int, previousInput: PreviousInput,
    dropProbability: Double
  ) {
    self.kind = kind
    current = NASNetProjection(inputs, filters)
    var children: [(name: String, module: any Module)] = []
    switch previousInput {
    case .unchanged: previous = nil
    case .projected:
      let projection = NASNetProjection(previousInputs, filters)
      children.append(("conv_prev_1x1", projection))
      previous = projection
    case .halved:
      let halving = NASNetHalving(previousInputs, filters)
      children += halving.children
      previous = halving
    }
    children.append(("conv_1x1", current))
    let previousChannels = previousInput == .unchanged ? previousInputs : filters
    func layer(_ operand: Operand) -> (any Layer)? {
      operand.operation.layer(
        operand.state == 1 ? previousChannels : filters, filters,
        stride: kind == .reduction && operand.state < 2 ? 2 : 1, dropProbability: dropProbability)
    }
    sums = kind.sums.map { (layer($0.left), layer($0.right)) }
    for (index, sum) in sums.enumerated() {
      if let left = sum.left { children.append(("comb_iter_\(index)_left", left)) }
      if let right = sum.right { children.append(("comb_iter_\(index)_right", right)) }
    }
    self.children = children
  }

  /// Runs the cell on the last cell's result and on the one before.
  public func callAsFunction(_ x: Variable, previous last: Variable) -> Variable {
    scoped(on: x) { forward(x, last) }
  }

  private func forward(_ x: Variable, _ last: Variable) -> Variable {
    var states = [current(x), previous?(last) ?? last]
    for (sum, table) in zip(sums, kind.sums) {
      let (left, right) = (states[table.left.state], states[table.right.state])
      states.append((sum.left?(left) ?? left) + (sum.right?(right) ?? right))
    }
    return Variable.concatenate(kind.joinedStates.map { states[$0] }, axis: -1)
  }
}

extension NASNetCell {
  /// What is done to a state before it is added.
  enum TapeOperation {
    case identity
    case separable(Int)
    case averagePool
    case maxPool

    func layer(
      _ inputs: Int, _ outputs: Int, stride: Int, dropProbability: Double
    ) -> (any Layer)? {
      switch self {
      case .identity: nil
      case .separable(let kernel):
        NASNetSeparable(
          inputs, outputs, kernel: kernel, stride: stride, dropProbability: dropProbability)
      case .averagePool: NASNetPool(isMaximum: false, stride: stride)
      case .maxPool: NASNetPool(isMaximum: true, stride: stride)
      }
    }
  }

  /// An operation and the state it reads: 0 is the last cell, 1 the one before, 2... the sums.
  struct Operand {
    let operation: TapeOperation
    let state: Int

    init(_ operation: TapeOperation, _ state: Int) {
      (self.operation, self.state) = (operation, state)
    }
  }
}

extension NASNetCell.Kind {
  /// Fig. 4 (left: normal, right: reduction), sum by sum.
  var sums: [(left: NASNetCell.Operand, right: NASNetCell.Operand)] {
    switch self {
    case .normal:
      [
        (.init(.separable(5), 0), .init(.separable(3), 1)),
        (.init(.separable(5), 1), .init(.separable(3), 1)),
        (.init(.averagePool, 0), .init(.identity, 1)),
        (.init(.averagePool, 1), .init(.averagePool, 1)),
        (.init(.separable(3), 0), .init(.identity, 0)),
      ]
    case .reduction:
      [
        (.init(.separable(5), 0), .init(.separable(7), 1)),
        (.init(.maxPool, 0), .init(.separable(7), 1)),
        (.init(.averagePool, 0), .init(.separable(5), 1)),
        (.init(.identity, 3), .init(.averagePool, 2)),
        (.init(.separable(3), 2), .init(.maxPool, 0)),
      ]
    }
  }

  /// The states that no sum reads, joined into the result.
  var joinedStates: [Int] { self == .normal ? [1, 2, 3, 4, 5, 6] : [3, 4, 5, 6] }
}

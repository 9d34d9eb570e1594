import Gradus

/// A cell of a toy search space, after Zoph et al. 2017, §3: nodes that each apply an operation to
/// the cell's input or to an earlier node; what no node reads is added up.
struct SearchedCell: Sendable, Hashable {
  /// What a node does; all keep size and channels.
  enum Operation: String, Sendable, CaseIterable {
    case convolution3x3 = "3x3"
    case convolution1x1 = "1x1"
    case separable3x3 = "separable 3x3"
    case maximumPooling = "max 3x3"
    case identity
  }

  /// One node.
  struct Node: Sendable, Hashable {
    /// What it reads: 0 is the cell's input, n the n-th node.
    let input: Int
    let operation: Operation
  }

  let nodes: [Node]

  /// Draws a cell of four nodes; each draw of a seed is another one.
  init(drawing draw: Int, seed: UInt64) {
    let stream = RandomStream(seed: seed, name: "cell \(draw)")
    nodes = (0..<4).map { index in
      Node(
        input: stream.integer(2 * index, below: index + 1),
        operation: Operation.allCases[
          stream.integer(2 * index + 1, below: Operation.allCases.count)])
    }
  }

  /// In words: `1: 3x3 of 0, 2: identity of 1`.
  var text: String {
    nodes.enumerated().map {
      "\($0.offset + 1): \($0.element.operation.rawValue) of \($0.element.input)"
    }
    .joined(separator: ", ")
  }

  /// Three of these cells with pooling in between, each with twice the channels.
  func net(width: Int, inputChannels: Int, classes: Int) -> SmallNet {
    var layers: [any Layer] = []
    var channels = inputChannels
    for (index, outputs) in [width, 2 * width, 4 * width].enumerated() {
      if index > 0 { layers.append(MaxPool2d(kernel: 2, roundsUp: true)) }
      layers += [
        Conv2d(
          channels, outputs, kernel: index == 0 ? 3 : 1, padding: index == 0 ? 1 : 0, bias: false),
        BatchNorm(outputs), ReLU(), CellLayer(self, channels: outputs),
      ]
      channels = outputs
    }
    return SmallNet(layers, channels: channels, classes: classes)
  }
}

/// A searched cell of some channels.
final class CellLayer: Layer {
  let nodes: Sequential
  private let cell: SearchedCell

  init(_ cell: SearchedCell, channels: Int) {
    self.cell = cell
    nodes = Sequential(cell.nodes.map { Self.layer($0.operation, channels) })
  }

  private static func layer(_ operation: SearchedCell.Operation, _ channels: Int) -> any Layer {
    func convolution(_ kernel: Int) -> Sequential {
      Sequential {
        Conv2d(channels, channels, kernel: kernel, padding: kernel / 2, bias: false)
        BatchNorm(channels)
        ReLU()
      }
    }
    switch operation {
    case .convolution3x3: return convolution(3)
    case .convolution1x1: return convolution(1)
    case .separable3x3: return SeparableConv(channels, channels, activation: ReLU())
    case .maximumPooling: return MaxPool2d(kernel: 3, stride: 1, padding: 1)
    case .identity: return Sequential([])
    }
  }

  /// The sum of the nodes that no other node reads.
  func forward(_ x: Variable) -> Variable {
    var states = [x]
    for (node, layer) in zip(cell.nodes, nodes.layers) { states.append(layer(states[node.input])) }
    let read = Set(cell.nodes.map(\.input))
    let open = (1..<states.count).filter { !read.contains($0) }.map { states[$0] }
    return open.dropFirst().reduce(open[0]) { $0 + $1 }
  }
}

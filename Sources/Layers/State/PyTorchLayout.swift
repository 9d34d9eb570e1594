import GradusTensors

/// How PyTorch orders the elements of a parameter, for weights and comparisons.
public enum PyTorchLayout: Sendable, Hashable {
  /// As here: vectors.
  case same
  /// A filter: `[out, in / groups, kh, kw]` there, `[kh, kw, in / groups, out]` here.
  case filter
  /// A matrix: `[out, in]` there, `[in, out]` here.
  case matrix
  /// A matrix whose inputs are a flattened feature map: `[out, c h w]` there, `[h w c, out]` here.
  case matrixOfFeatureMap(height: Int, width: Int, channels: Int)

  /// The layout of a parameter of this many axes that belongs to an ordinary layer.
  public init(rank: Int) {
    switch rank {
    case 4: self = .filter
    case 2: self = .matrix
    default: self = .same
    }
  }

  /// A tensor in PyTorch's order, made from one in ours.
  public func toPyTorch(_ tensor: Tensor) -> Tensor {
    switch self {
    case .same: return tensor
    case .filter: return tensor.permuted([3, 2, 0, 1])
    case .matrix: return tensor.transposed()
    case .matrixOfFeatureMap(let height, let width, let channels):
      return tensor.reshaped(to: [height, width, channels, -1]).permuted([3, 2, 0, 1])
        .reshaped(to: [tensor.shape[1], tensor.shape[0]])
    }
  }

  /// A tensor in our order, made from one in PyTorch's.
  public func fromPyTorch(_ tensor: Tensor) -> Tensor {
    switch self {
    case .same: return tensor
    case .filter: return tensor.permuted([2, 3, 1, 0])
    case .matrix: return tensor.transposed()
    case .matrixOfFeatureMap(let height, let width, let channels):
      return tensor.reshaped(to: [-1, channels, height, width]).permuted([2, 3, 1, 0])
        .reshaped(to: [tensor.shape[1], tensor.shape[0]])
    }
  }

  /// The shape PyTorch has for a tensor that has `shape` here.
  public func pyTorchShape(_ shape: Shape) -> Shape {
    switch self {
    case .same: shape
    case .filter: [shape[3], shape[2], shape[0], shape[1]]
    case .matrix, .matrixOfFeatureMap: [shape[1], shape[0]]
    }
  }
}

import GradusTensors

/// How PyTorch orders the elements of a parameter, for weights and comparisons.
public enum PyTorchLayout: Sendable, Hashable {
  /// As here: vectors, tables, whatever no layer of PyTorch turns round.
  case same
  /// A filter: `[out, in / groups, kh, kw]` there, `[kh, kw, in / groups, out]` here.
  case filter
  /// A filter along one axis: `[out, in / groups, k]` there, `[1, k, in / groups, out]` here.
  case rowFilter
  /// A matrix that inputs are multiplied with: `[out, in]` there, `[in, out]` here.
  case transposed
  /// As `transposed`, where inputs are a flattened feature map: `[out, c h w]` there,
  /// `[h w c, out]` here.
  case transposedFeatureMap(height: Int, width: Int, channels: Int)

  /// A tensor in PyTorch's order, made from one in ours.
  public func toPyTorch(_ tensor: Tensor) -> Tensor {
    switch self {
    case .same: return tensor
    case .filter: return tensor.permuted([3, 2, 0, 1])
    case .rowFilter: return tensor.permuted([3, 2, 0, 1]).reshaped(to: pyTorchShape(tensor.shape))
    case .transposed: return tensor.transposed()
    case .transposedFeatureMap(let height, let width, let channels):
      return tensor.reshaped(to: [height, width, channels, -1]).permuted([3, 2, 0, 1])
        .reshaped(to: [tensor.shape[1], tensor.shape[0]])
    }
  }

  /// A tensor in our order, made from one in PyTorch's.
  public func fromPyTorch(_ tensor: Tensor) -> Tensor {
    switch self {
    case .same: return tensor
    case .filter: return tensor.permuted([2, 3, 1, 0])
    case .rowFilter: return tensor.permuted([2, 1, 0]).expanded(axis: 0)
    case .transposed: return tensor.transposed()
    case .transposedFeatureMap(let height, let width, let channels):
      return tensor.reshaped(to: [-1, channels, height, width]).permuted([2, 3, 1, 0])
        .reshaped(to: [tensor.shape[1], tensor.shape[0]])
    }
  }

  /// The shape PyTorch has for a tensor that has `shape` here.
  public func pyTorchShape(_ shape: Shape) -> Shape {
    switch self {
    case .same: shape
    case .filter: [shape[3], shape[2], shape[0], shape[1]]
    case .rowFilter: [shape[3], shape[2], shape[1]]
    case .transposed, .transposedFeatureMap: [shape[1], shape[0]]
    }
  }
}

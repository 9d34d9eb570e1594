import GradusLayers
import GradusTensors

/// An operator without weights, so that those who watch a run know where they are.
final class ONNXNode: Module {}

/// A weight that an operator other than a layer of this library uses.
final class ONNXWeight: Module {
  /// The numbers.
  let value: Parameter

  init(_ tensor: Tensor) {
    value = Parameter(tensor.shape, .zeros)
    value.value = tensor
  }
}

import GradusLayers
import GradusTensors

/// Weights, images and labels that any language can regenerate, to compare implementations without
/// shipping weights.
///
/// The numbers of a tensor are draws of SplitMix64 seeded with the 64-bit FNV-1a hash of its name in
/// the state dictionary, in PyTorch's order of its elements, rounded to float32.
package enum ParityFill {
  /// Fills all parameters and buffers of a model.
  package static func fill(_ model: any Module, dtype: DType) {
    for (path, parameter) in model.parameters {
      let layout = parameter.pyTorchLayout
      let values = tensor(path, layout.pyTorchShape(parameter.shape), dtype)
      parameter.value = layout.fromPyTorch(values)
    }
    for (path, buffer) in model.buffers { buffer.value = tensor(path, buffer.shape, dtype) }
  }

  /// The batch of images: `[count, height, width, channels]`, between -1 and 1.
  package static func images(count: Int, size: ImageSize, dtype: DType) -> Tensor {
    let draws = draws(of: "input")
    return Tensor.generate([count, size.channels, size.height, size.width], dtype: dtype) {
      Double(Float(2 * draws($0) - 1))
    }.permuted([0, 2, 3, 1])
  }

  /// The label of image i: 7 i + 3, modulo the classes.
  package static func labels(count: Int, classes: Int) -> [Int] {
    (0..<count).map { (7 * $0 + 3) % classes }
  }

  /// The draw at each index, in [0, 1), for a name.
  static func draws(of name: String) -> @Sendable (Int) -> Double {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let seed = hash
    return { index in
      var z = seed &+ (UInt64(index) &+ 1) &* 0x9e37_79b9_7f4a_7c15
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
  }

  /// The tensor with a name and PyTorch's shape, in PyTorch's order.
  private static func tensor(_ name: String, _ shape: Shape, _ dtype: DType) -> Tensor {
    let draws = draws(of: name)
    let value = rule(for: name, shape)
    return Tensor.generate(shape, dtype: dtype) { Double(Float(value(draws($0)))) }
  }

  /// What a draw in [0, 1) becomes, for a name and PyTorch's shape.
  private static func rule(for name: String, _ shape: Shape) -> @Sendable (Double) -> Double {
    if name.hasSuffix("running_mean") { return { 0.1 * (2 * $0 - 1) } }
    if name.hasSuffix("running_var") { return { 1 + 0.5 * $0 } }
    if shape.rank == 1 && name.hasSuffix("weight") { return { 1 + 0.2 * (2 * $0 - 1) } }
    if shape.rank == 1 { return { 0.1 * (2 * $0 - 1) } }
    let bound = (6 / Double(shape.count / shape[0])).squareRoot()
    return { (2 * $0 - 1) * bound }
  }
}

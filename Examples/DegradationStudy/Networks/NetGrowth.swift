import Gradus

/// Surgery on CIFAR-style nets that leaves what they compute unchanged, or takes blocks out.
enum NetGrowth {
  /// Makes `deep` compute what `shallow` does: its first blocks are copied, all others become the
  /// identity. Both are plain and of one width; `deep` has values already.
  ///
  /// A block's input is rectified, so the rectification after an identity changes nothing: this is
  /// the construction of He et al. 2015, §1, that a deeper net should be able to find.
  static func embed(_ shallow: CIFARResNet, into deep: CIFARResNet) throws {
    try deep.load(deep.stateDictionary.merging(shallow.stateDictionary))
    for (old, new) in zip(stages(shallow), stages(deep)) {
      for block in new.dropFirst(old.count) { makeIdentity(block) }
    }
  }

  /// The blocks of each stage.
  static func stages(_ model: CIFARResNet) -> [[BasicBlock]] {
    [model.layer1, model.layer2, model.layer3].map { $0.layers.compactMap { $0 as? BasicBlock } }
  }

  /// Makes a plain block of equal widths the identity for rectified inputs: Dirac filters, and a
  /// normalisation that undoes itself.
  static func makeIdentity(_ block: BasicBlock) {
    for (convolution, norm) in [(block.conv1, block.bn1), (block.conv2, block.bn2)] {
      let weight = convolution.weight
      weight.value = Initializer.dirac.values(
        weight.shape, from: RandomStream(seed: 0, name: "dirac"), dtype: weight.value.dtype)
      undo(norm)
    }
  }

  /// γ = √(σ² + ε) and β = μ: normalisation with the running statistics then changes nothing.
  private static func undo(_ norm: BatchNorm) {
    guard let scale = norm.weight, let shift = norm.bias else { return }
    scale.value = (norm.runningVar.value + norm.epsilon).squareRoot()
    shift.value = norm.runningMean.value
  }
}

/// A way of counting what a network costs.
///
/// Papers and tools print different numbers for the same network under the same words; a convention
/// says what was counted and in which unit. Each is pinned by published numbers.
public struct CostConvention: Sendable {
  /// Its name on the command line, `fvcore`.
  public let name: String
  /// What it counts, in a sentence.
  public let summary: String

  let parameters: ParameterRule
  let arithmetic: ArithmeticRule
  let memory: MemoryRule

  /// What counts as a parameter.
  enum ParameterRule: Sendable {
    /// Trainable numbers of the network without auxiliary heads, in 10⁶.
    case trainable
    /// Trainable numbers with auxiliary heads, in 10⁶.
    case withAuxiliary
    /// Trainable numbers of the network without auxiliary heads, in 2²⁰.
    case trainableBinary
    /// The same in bytes of float32, in 2²⁰.
    case trainableBytes
    /// Trainable numbers and running statistics.
    case withStatistics
    /// With running statistics and a bias for every convolution.
    case withStatisticsAndBiases
    /// With running statistics, without the scales of normalisations.
    case withStatisticsWithoutScales
    /// Nothing.
    case none
  }

  /// What counts as arithmetic.
  enum ArithmeticRule: Sendable {
    /// Multiply-adds of convolutions and fully connected layers.
    case multiplyAdds
    /// The same and the pixels that poolings look at.
    case multiplyAddsAndWindows
    /// The same and twice the results of normalisations and the inputs of global poolings.
    case multiplyAddsAndNormalizations
    /// Two for each multiply-add, and every other operation on a number.
    case floatingPoint
    /// Nothing.
    case none
  }

  /// What counts as memory.
  enum MemoryRule: Sendable {
    /// Results of convolutions in float32.
    case convolutions
    /// Results of convolutions and poolings in float32.
    case convolutionsAndPoolings
    /// Elements of results of convolutions and fully connected layers.
    case weightedElements
    /// Images and all results, nonlinearities in place, in float32.
    case images
    /// A file of parameters and running statistics in float32, without its header.
    case weights
    /// What a training run keeps for its backward run.
    case savedForBackward
    /// Nothing.
    case none
  }
}

extension CostConvention {
  /// All conventions, in the order they are printed.
  public static let all: [CostConvention] = [
    CostConvention(
      name: "lecture", summary: "MAC of conv and fc; memory: conv results only, MiB",
      parameters: .trainable, arithmetic: .multiplyAdds, memory: .convolutions),
    CostConvention(
      name: "lecture-stem",
      summary: "as lecture, with k² for each pooled result and pooled results in memory",
      parameters: .trainable, arithmetic: .multiplyAddsAndWindows, memory: .convolutionsAndPoolings
    ),
    CostConvention(
      name: "torchvision", summary: "MAC of conv and fc; memory: the weights file",
      parameters: .trainable, arithmetic: .multiplyAdds, memory: .weights),
    CostConvention(
      name: "torchvision-inception",
      summary: "as torchvision, which counts the auxiliary head of Inception-v3 alone",
      parameters: .withAuxiliary, arithmetic: .multiplyAdds, memory: .none),
    CostConvention(
      name: "fvcore", summary: "MAC + 2 for each normalised result + inputs of global pooling",
      parameters: .trainable, arithmetic: .multiplyAddsAndNormalizations,
      memory: .weightedElements),
    CostConvention(
      name: "convnet-burden", summary: "a fused multiply-add is one; memory: images and results",
      parameters: .trainableBytes, arithmetic: .multiplyAdds, memory: .images),
    CostConvention(
      name: "thop", summary: "parameters in 2²⁰; MAC + 2 for each normalised result + pooling",
      parameters: .trainableBinary, arithmetic: .multiplyAddsAndNormalizations, memory: .none),
    CostConvention(
      name: "keras", summary: "parameters with running statistics",
      parameters: .withStatistics, arithmetic: .none, memory: .none),
    CostConvention(
      name: "keras-resnet", summary: "as keras, whose ResNets have a bias in every conv",
      parameters: .withStatisticsAndBiases, arithmetic: .none, memory: .none),
    CostConvention(
      name: "keras-inception", summary: "as keras, whose Inception-v3 has no scales γ",
      parameters: .withStatisticsWithoutScales, arithmetic: .none, memory: .none),
    CostConvention(
      name: "he2015",
      summary: "MAC of conv and fc of the paper's variant (option A, stride in 1x1)",
      parameters: .none, arithmetic: .multiplyAdds, memory: .none),
    CostConvention(
      name: "strict", summary: "every operation on a number; memory: what training keeps",
      parameters: .trainable, arithmetic: .floatingPoint, memory: .savedForBackward),
  ]

  /// The convention with a name, or nil.
  public static func named(_ name: String) -> CostConvention? { all.first { $0.name == name } }
}

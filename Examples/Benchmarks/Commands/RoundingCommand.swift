import ArgumentParser
import Gradus

/// `rounding`: how far each algorithm's convolution is from the exact one.
struct RoundingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rounding",
    abstract: "Print the rounding error of each convolution algorithm on 3x3 and 5x5 layers.",
    discussion: "The largest error relative to the largest magnitude of the result, on standard "
      + "normal numbers, in float32 and in float64; the reference is im2col in float64.")

  @Option(help: "Images a batch.") var batch = 4

  func validate() throws {
    guard (1...1024).contains(batch) else {
      throw ValidationError("--batch must be between 1 and 1024")
    }
  }

  func run() throws {
    let algorithms: [ConvolutionAlgorithm] = [
      .winograd2x2, .winograd2x4, .winograd4x4, .direct, .im2col,
    ]
    let inDouble: [ConvolutionAlgorithm] = [.winograd4x4, .direct]
    var table = TextTable(
      ["layer", "pass"] + algorithms.map { Self.heading($0, 32) }
        + inDouble.map { Self.heading($0, 64) })
    for (shape, _) in LayerShape.compared where hasTiles(shape) {
      for pass in LayerPass.allCases {
        let exact = Self.result(shape, pass, batch, .im2col, .float64)
        func cell(_ algorithm: ConvolutionAlgorithm, _ dtype: DType) -> String {
          // The other tiles are of 3x3 filters only.
          if shape.kernel == 5, [.winograd2x4, .winograd4x4].contains(algorithm) { return "–" }
          let found = Self.result(shape, pass, batch, algorithm, dtype)
          return NumberText.short(Self.error(found, exact), digits: 2)
        }
        table.rows.append(
          [shape.name, pass.rawValue] + algorithms.map { cell($0, .float32) }
            + inDouble.map { cell($0, .float64) })
      }
    }
    print(table.text, terminator: "")
  }

  /// `4x4 32` for tiles of four by four in float32.
  private static func heading(_ algorithm: ConvolutionAlgorithm, _ bits: Int) -> String {
    "\(algorithm.rawValue.replacing("winograd", with: "")) \(bits)"
  }

  private func hasTiles(_ shape: LayerShape) -> Bool {
    [3, 5].contains(shape.kernel) && shape.geometry.stride.height == 1 && shape.geometry.groups == 1
      && !shape.readsImages && shape.size < 200
  }

  /// A pass over the same numbers, rounded to single precision, whatever computes it.
  private static func result(
    _ shape: LayerShape, _ pass: LayerPass, _ batch: Int, _ algorithm: ConvolutionAlgorithm,
    _ dtype: DType
  ) -> Tensor {
    let geometry = shape.geometry.computed(by: algorithm)
    let input: Shape = [batch, shape.size, shape.size, shape.inputs]
    let filter: Shape = [shape.kernel, shape.kernel, shape.inputs, shape.outputs]
    func numbers(_ shape: Shape, _ name: String) -> Tensor {
      Tensor.normal(shape, from: RandomStream(seed: 1, name: name)).converted(to: dtype)
    }
    let gradient = numbers(geometry.outputShape(for: input, filter: filter), "gradient")
    switch pass {
    case .forward:
      return numbers(input, "input").conv2d(numbers(filter, "filter"), geometry)
    case .inputGradient:
      return gradient.conv2dInputGradient(
        filter: numbers(filter, "filter"), inputShape: input, geometry)
    case .filterGradient:
      return numbers(input, "input").conv2dFilterGradient(
        gradient, filterShape: filter, geometry)
    }
  }

  /// The largest difference over the largest magnitude.
  private static func error(_ result: Tensor, _ exact: Tensor) -> Double {
    let pairs = zip(result.scalars, exact.scalars)
    return pairs.reduce(0) { max($0, abs($1.0 - $1.1)) }
      / exact.scalars.reduce(0) { max($0, abs($1)) }
  }
}

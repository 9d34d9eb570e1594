import ArgumentParser
import Gradus
import GradusExampleSupport

/// Trains the plain net of He et al. 2015, §4.2, with other normalisers than its own.
@main
struct PlainNormalizers: GradusProgram {
  static let configuration = CommandConfiguration(
    abstract: "Normalisers of a plain net: batch, instance, group, layer, standardized, own, none.",
    discussion: "batch+clip clips gradients to norm 1.", version: versionText)

  @Argument(help: "What to compare.") var variants = ["batch", "group", "layer", "standardized"]
  @Option(help: "Weighted layers, 6n + 2.") var depth = 56
  @Option(help: "Runs of each, with seeds 1, 2, ...") var seeds = 1
  @Option(help: "Training steps.") var steps = 600
  @Option(help: "Images per step.") var batch = 128
  @Option(help: "A picture of the first step's gradients.") var output = "normalizers.svg"

  /// A normaliser of one's own: an image divided by its root mean square over all channels.
  final class ImageScale: Layer {
    let weight: Parameter
    init(_ channels: Int) { weight = Parameter([channels], .ones) }

    func forward(_ x: Variable) -> Variable {
      let meanSquare = x.squared().mean(axes: [1, 2, 3], keepingAxes: true)
      return x / (meanSquare + 1e-5).squareRoot() * weight.variable(on: x)
    }
  }

  func normalizer(_ name: String, _ channels: Int) throws -> any Layer {
    switch name {
    case "batch": return BatchNorm(channels)
    case "group", "layer", "standardized": return GroupNorm(name == "layer" ? 1 : 8, channels)
    case "instance": return InstanceNorm(channels)
    case "own": return ImageScale(channels)
    case "none": return Identity()
    default: throw UserError("there is no normaliser '\(name)'; --help has them")
    }
  }

  func net(_ name: String) throws -> Sequential {
    if depth < 8 || depth % 6 != 2 { throw UserError("--depth: \(depth) is not 6n + 2") }
    let widths = [1, 16] + [16, 32, 64].flatMap { Array(repeating: $0, count: (depth - 2) / 3) }
    let units = try zip(widths, widths.dropFirst()).flatMap { inputs, outputs -> [any Layer] in
      let stride = inputs > 1 && outputs > inputs ? 2 : 1
      let filters: any Layer =
        name == "standardized"
        ? StandardizedConv2d(inputs, outputs, kernel: 3, stride: stride, padding: 1, bias: false)
        : Conv2d(inputs, outputs, kernel: 3, stride: stride, padding: 1, bias: false)
      return [filters, try normalizer(name, outputs), ReLU()]
    }
    return Sequential(units + [AdaptiveAveragePool2d(), Flatten(), Linear(64, 10)])
  }

  func run() throws {
    let images = try BuiltInDataset.fashionMNIST.load(split: .train)
    let mean = Normalization.perPixelMean(of: images)
    var lines: [PlotSeries] = []
    print("variant,seed,training loss,first gradient norm,its growth per layer")
    for (number, variant) in variants.enumerated() {
      for seed in 1...UInt64(max(1, seeds)) {
        let model = try net(variant.replacing("+clip", with: "")).initialize(seed: seed)
        let loop = TrainingLoop<Batch>(
          model, SGD(model, momentum: 0.9, weightDecay: 1e-4),
          .steps(base: 0.1, milestones: [steps / 2, steps * 3 / 4]), .crossEntropy(of: model),
          seed: seed)
        if variant.hasSuffix("+clip") { loop.transform = { $0.clipped(toNorm: 1) } }
        let probe = FlowProbe(model, steps: { $0 == 0 })
        loop.observers = { $0 < 2 ? [probe] : [] }
        let batches = Batches(of: images, batchSize: batch, seed: seed, normalization: mean)
        var losses: [Double] = []
        do {
          try loop.run(to: steps, on: batches) { losses.append($0.loss) }
        } catch let divergence as Divergence { losses = [divergence.loss] }
        let loss = losses.suffix(25).reduce(0, +) / Double(losses.suffix(25).count)
        let norms = probe.records.first?.profile(.weightGradientNorm).values.dropLast() ?? []
        let growth = DepthProfile(Array(norms)).growthPerLayer
        print("\(variant),\(seed),\(loss),\(norms.first ?? .nan),\(growth)")
        let points = norms.enumerated().map { PlotPoint(x: Double($0 + 1), y: $1) }
        lines.append(
          PlotSeries(name: variant, points: points, colour: .series(number), isNamed: seed == 1))
      }
    }
    let plot = LinePlot(
      identifier: "normalizers", title: "plain-\(depth): gradients of the filters, first step",
      x: PlotAxis("layer", isWhole: true), y: PlotAxis("norm", .logarithmic), series: lines)
    try AtomicFile.write(plot.svg().standalone, to: output)
  }
}

import Foundation
import Gradus

/// What a step of several ranks would take: a backward run that finds gradients one after another, and a
/// link that sums them, bucket by bucket, as soon as they are there.
struct ScalingModel {
  /// The link between two ranks and what a sum costs beside.
  struct Link: Hashable {
    /// Seconds until the first byte of a message is there, and bytes a second.
    var latency: Double, bandwidth: Double
    /// Seconds a rank spends on each message, and bytes a second that it adds up.
    var overhead: Double, adding: Double
  }

  /// A parameter's gradient: its bytes, and the share of the backward run after which it is final.
  private let gradients: [(bytes: Double, share: Double)]
  /// Bytes of all gradients.
  let byteCount: Double

  /// Reads a network's costs: a gradient is final when the multiply-adds behind it are done.
  init(_ network: BenchmarkNetwork) {
    let model = network.make()
    let side = network.imageSize
    let costs = NetworkCosts(of: model, input: [1, side, side, 3]) { model($0).logits }
    let work = Dictionary(grouping: costs.operations, by: \.path).mapValues { operations in
      operations.reduce(0.0) { $0 + Double($1.multiplyAdds) }
    }
    let total = max(1, work.values.reduce(0, +))
    var (done, seen): (Double, Set<String>) = (0, [])
    var gradients: [(bytes: Double, share: Double)] = []
    for (path, parameter) in model.parameters.reversed() {
      let module = path.split(separator: ".").dropLast().joined(separator: ".")
      if seen.insert(module).inserted { done += work[module] ?? 0 }
      gradients.append((Double(parameter.shape.count * 4), done / total))
    }
    self.gradients = gradients
    byteCount = gradients.reduce(0) { $0 + $1.bytes }
  }

  /// Seconds a step of `ranks` takes when each takes `forward` and `backward` alone; and the share of the
  /// exchange that the backward run hides.
  func step(
    ranks: Int, forward: Double, backward: Double, _ link: Link
  ) -> (seconds: Double, hidden: Double) {
    guard ranks > 1 else { return (forward + backward, 1) }
    let end = forward + backward
    let bucket = Double(GradientBuckets.usualByteCount(of: Int(byteCount), ranks: ranks))
    var (free, bytes, busy) = (0.0, 0.0, 0.0)
    for (place, gradient) in gradients.enumerated() {
      bytes += gradient.bytes
      guard bytes >= bucket || place == gradients.count - 1 else { continue }
      let begin = max(free, forward + backward * gradient.share)
      let seconds = Self.sum(bytes, ranks, link)
      (free, bytes) = (begin + seconds, 0)
      busy += seconds
    }
    let step = max(end, free)
    return (step, busy > 0 ? 1 - (step - end) / busy : 1)
  }

  /// Seconds of a sum: each rank gathers a part from all others, adds it up and hands it out.
  static func sum(_ bytes: Double, _ ranks: Int, _ link: Link) -> Double {
    let others = Double(ranks - 1)
    let moved = 2 * others / Double(ranks) * bytes
    return 2 * (link.latency + others * link.overhead) + moved / link.bandwidth
      + others / Double(ranks) * bytes / link.adding
  }
}

extension BenchmarkCase {
  /// All cases in the order they run.
  static let all: [BenchmarkCase] = peak + networks + overhead + layers + scaling

  private static let peak = [
    BenchmarkCase(name: peakName, workload: .matrixProductPeak, batch: 1)
  ]

  private static let networks =
    BenchmarkNetwork.compared.flatMap { network, batch in
      [
        BenchmarkCase(name: "train/\(network.name)", workload: .training(network), batch: batch),
        BenchmarkCase(
          name: "inference/\(network.name)", workload: .inference(network), batch: batch),
      ]
    }
    + BenchmarkNetwork.singleImages.map {
      BenchmarkCase(name: "inference/\($0.name)-b1", workload: .inference($0), batch: 1)
    }

  /// What a step and a call cost beside their arithmetic.
  private static let overhead = [
    BenchmarkCase(
      name: "overhead/train/narrow56", workload: .training(.narrow56), batch: 1, threads: 1),
    BenchmarkCase(
      name: "overhead/inference/narrow56", workload: .inference(.narrow56), batch: 1, threads: 1),
    BenchmarkCase(name: "overhead/call/narrow56", workload: .call(.narrow56), batch: 1, threads: 1),
  ]

  private static let layers = LayerShape.compared.flatMap { shape, batch in
    shape.passes.map { pass in
      BenchmarkCase(
        name: "layer/\(shape.name)/\(pass.rawValue)", workload: .layer(shape, pass), batch: batch)
    }
  }

  /// Cost against depth, batch and threads.
  private static let scaling =
    [20, 56, 110].map { depth in
      BenchmarkCase(
        name: "scaling/depth/plain\(depth)", workload: .training(.plain(depth: depth)), batch: 128)
    }
    + [32, 64, 128, 256].map { batch in
      BenchmarkCase(
        name: "scaling/batch/residual20-b\(batch)", workload: .training(.residual20), batch: batch)
    }
    + [1, 2].map { (threads: Int) in
      BenchmarkCase(
        name: "scaling/threads/resnet18-t\(threads)", workload: .training(.resnet18), batch: 16,
        threads: threads)
    }
}

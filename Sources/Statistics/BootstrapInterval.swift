import GradusTensors

/// The percentile bootstrap interval of a mean (Efron and Tibshirani 1993, §13.3).
public enum BootstrapInterval {
  /// The interval that holds `confidence` of the means of resamples of `samples`.
  ///
  /// The draws come from a counter-based stream, so the same samples and seed give the same bits.
  /// Traps without samples, on one that is not finite, and unless the confidence is in 0..<1.
  public static func ofMean(
    _ samples: [Double], confidence: Double = 0.95, resamples: Int = 4_000, seed: UInt64 = 0
  ) -> ClosedRange<Double> {
    precondition(
      !samples.isEmpty && samples.allSatisfy(\.isFinite),
      "bootstrap: needs finite samples, got \(samples)")
    precondition(
      (0..<1).contains(confidence) && resamples >= 1,
      "bootstrap: confidence \(confidence) or \(resamples) resamples make no sense")
    let stream = RandomStream(seed: seed, name: "bootstrap")
    let count = samples.count
    let means = (0..<resamples).map { resample in
      (0..<count).reduce(0) { sum, draw in
        sum + samples[stream.integer(resample * count + draw, below: count)]
      } / Double(count)
    }.sorted()
    let tail = (1 - confidence) / 2
    return Quantile.of(sorted: means, tail)...Quantile.of(sorted: means, 1 - tail)
  }
}

import Foundation
import Gradus

/// Times a case in this process.
struct CaseMeasurement {
  /// At least this many repetitions.
  let repeats: Int
  /// Repetitions go on until this many seconds are over.
  let seconds: Double
  /// When the process was started, on the clock of `ProcessInfo.systemUptime`.
  let processStart: Double?

  /// Repetitions before the first one that counts, the very first included.
  static let warmUp = 3

  /// Runs the case on the given number of threads.
  func callAsFunction(_ benchmark: BenchmarkCase, threads: Int) throws -> CaseRecord {
    Parallel.threadCount = threads
    let repetition = try benchmark.prepare()
    try repetition.run()
    let firstEnd = ProcessInfo.processInfo.systemUptime
    for _ in 1..<Self.warmUp { try repetition.run() }
    let samples = try samples(of: repetition)
    let quartiles = Quartiles(of: samples)
    return CaseRecord(
      name: benchmark.name, batch: benchmark.batch, threads: threads, seconds: quartiles,
      samples: samples, imagesPerSecond: Double(benchmark.batch) / quartiles.median,
      gigaflops: repetition.floatingPointOperations.map { $0 / quartiles.median / 1e9 },
      peakResidentBytes: ResidentMemory.peakBytes,
      firstRepetitionSeconds: processStart.map { firstEnd - $0 })
  }

  /// The seconds of repetitions that count.
  func samples(of repetition: Repetition) throws -> [Double] {
    let clock = ContinuousClock()
    let start = clock.now
    var samples: [Double] = []
    while samples.count < repeats || (clock.now - start) / .seconds(1) < seconds {
      samples.append(try clock.measure { try repetition.run() } / .seconds(1))
    }
    return samples
  }
}

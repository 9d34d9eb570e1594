import ArgumentParser
import Foundation
import Gradus

/// `profile CASE`: where the time of a training step or of inference goes.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Print where the time of a case goes, by operation and by layer.",
    discussion: """
      MiB and GB/s count the tensors an operation goes from and to: what the memory would have to \
      move if nothing stayed in caches. GFLOP/s count the multiply-adds of the definition, twice.
      """)

  @Argument(help: "A train/ or inference/ case; see --list.") var name: String
  @Option(help: "Steps that are watched, after two of warm-up.") var steps = 3
  @Option(help: "Threads; the number of cores, or GRADUS_THREADS, when not given.")
  var threads: Int?
  @Option(help: "Rows of each table.") var rows = 25
  @Option(help: "Also write a Chrome trace (Perfetto, chrome://tracing) to this file.")
  var trace: String?

  func validate() throws {
    guard (1...1024).contains(threads ?? 1), (1...1000).contains(steps), rows >= 1 else {
      throw ValidationError("--threads, --steps (at most 1000) and --rows must be at least 1")
    }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    let benchmark = try BenchmarkCase.named(name)
    let work = try ProfiledWork(benchmark)
    for _ in 0..<2 { try work.run(nil) }
    let profiler = Profiler(work.model)
    let clock = ContinuousClock()
    var (watched, free): ([Double], [Double]) = ([], [])
    // Alternating, so that both meet the same machine.
    for _ in 0..<steps {
      free.append(try clock.measure { try work.run(nil) } / .seconds(1))
      watched.append(
        try clock.measure { try profiler.step { try work.run(profiler) } } / .seconds(1))
    }
    let profile = profiler.profile
    print(
      "\(benchmark.name), batch \(benchmark.batch), \(Parallel.threadCount) threads, "
        + "\(MachineDescription.text)")
    let (with, without) = (Quartiles(of: watched).median, Quartiles(of: free).median)
    print(
      "a step: \(NumberText.fixed(without * 1e3, decimals: 1)) ms, watched "
        + "\(NumberText.fixed(with * 1e3, decimals: 1)) ms, so watching costs "
        + "\(NumberText.fixed(100 * (with / without - 1), decimals: 1)) %\n")
    for grouping in [Profile.Grouping.operation, .layer, .operationOfLayer] {
      print(profile.table(by: grouping, limit: rows).text)
    }
    if let trace { try AtomicFile.write(profile.chromeTrace(), to: trace) }
  }
}

import ArgumentParser
import Gradus
import GradusExampleSupport

/// `measure CASE`: one case in this process, as JSON; what `run` starts for each case.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measure one case in this process.", shouldDisplay: false)

  @Argument(help: "The case; see --list.") var name: String
  @Option(help: "Threads.") var threads: Int
  @Option(help: "The least number of repetitions that count.") var repeats: Int
  @Option(help: "Repeat until this many seconds are over.") var seconds: Double
  @Option(help: "How layers are computed.") var algorithm = ConvolutionAlgorithm.automatic
  @Option(help: "When the process was started, in seconds of uptime.") var started: Double?

  func run() throws {
    let measure = CaseMeasurement(repeats: repeats, seconds: seconds, processStart: started)
    var benchmark = try BenchmarkCase.named(name)
    benchmark.algorithm = algorithm
    let record = try measure(benchmark, threads: threads)
    print(try record.json(indented: false))
  }
}

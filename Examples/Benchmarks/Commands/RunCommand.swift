import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `run`: times the cases one after another, each in a process of its own.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Time the cases and print a table.")

  @Option(help: "Only the cases whose name contains a match of this regular expression.")
  var filter: String?
  @Option(help: "Threads; the number of cores, or GRADUS_THREADS, when not given.")
  var threads: Int?
  @Option(help: "The least number of repetitions that count.") var repeats = 5
  @Option(help: "Go on repeating until this many seconds are over.") var seconds = 2.0
  @Option(help: "How layers are computed, such as winograd4x4; the library chooses.")
  var algorithm = ConvolutionAlgorithm.automatic
  @Flag(help: "Print the cases and do nothing.") var list = false
  @Flag(help: "Print JSON, with every repetition's time.") var json = false
  @Flag(help: "No progress on standard error.") var quiet = false

  func validate() throws {
    guard (1...1024).contains(threads ?? 1) else {
      throw ValidationError("--threads must be between 1 and 1024, not \(threads ?? 0)")
    }
    guard (1...100_000).contains(repeats) else {
      throw ValidationError("--repeats must be between 1 and 100000, not \(repeats)")
    }
    guard (0...3600).contains(seconds) else {
      throw ValidationError("--seconds must be between 0 and 3600, not \(seconds)")
    }
  }

  func run() throws {
    let cases = try BenchmarkCase.matching(filter)
    if list { return print(cases.map(\.name).joined(separator: "\n")) }
    for warning in [BLAS.warning, Parallel.warning, VectorInstructions.warning].compactMap(\.self) {
      note(warning)
    }
    var records: [CaseRecord] = []
    var peak: Double?
    if let first = cases.first(where: \.isLayer), cases[0].name != BenchmarkCase.peakName {
      note("\(BenchmarkCase.peakName), which \(first.name) is compared with")
      peak = try measure(.named(BenchmarkCase.peakName)).gigaflops
    }
    for (index, benchmark) in cases.enumerated() {
      note("\(index + 1)/\(cases.count) \(benchmark.name)")
      var record = try measure(benchmark)
      if benchmark.name == BenchmarkCase.peakName { peak = record.gigaflops }
      record.shareOfPeak = peak.flatMap { peak in record.gigaflops.map { $0 / peak } }
      records.append(record)
    }
    if json {
      print(try RunRecord(machine: MachineDescription.text, results: records).json(indented: true))
    } else {
      print(ResultTable(records).text, terminator: "")
    }
  }

  private func measure(_ benchmark: BenchmarkCase) throws -> CaseRecord {
    let threads = benchmark.threads ?? threads ?? Parallel.threadCount
    let data = try ChildProcess.output(
      [
        "measure", benchmark.name, "--threads=\(threads)", "--repeats=\(repeats)",
        "--seconds=\(seconds)", "--algorithm=\(algorithm)",
        "--started=\(ProcessInfo.processInfo.systemUptime)",
      ], for: benchmark.name)
    do { return try JSONDecoder().decode(CaseRecord.self, from: data) } catch {
      throw ProgramFailure("\(benchmark.name) printed something that is no result")
    }
  }

  private func note(_ line: String) {
    if !quiet { StandardError.write(line) }
  }
}

extension ConvolutionAlgorithm: ExpressibleByArgument {}

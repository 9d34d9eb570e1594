import ArgumentParser
import Gradus
import GradusExampleSupport

/// `functions`: elementwise functions, reductions, layer normalisation and random numbers, one by one.
struct FunctionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "functions",
    abstract: "Time elementwise functions, softmax, reductions, layer norm and random numbers.",
    discussion: """
      Prints JSON for Examples/Benchmarks/compare-functions, which times the same with PyTorch: the median \
      seconds of each work in float32 for each number of elements, rows of 1000 where there are rows.
      """)

  @Option(parsing: .upToNextOption, help: "Numbers of elements, multiples of 1000.")
  var elements = [1000, 10_000, 1_000_000, 10_000_000]
  @Option(help: "Repeat a work until so many seconds are over.") var seconds = 0.05
  @Option(help: "Threads; the number of cores, or GRADUS_THREADS, when not given.")
  var threads: Int?

  private struct Record: Codable {
    let name: String, elements: Int, seconds: Double
  }

  func validate() throws {
    guard (1...1024).contains(threads ?? 1), (0...60).contains(seconds) else {
      throw ValidationError("--threads must be between 1 and 1024, --seconds between 0 and 60")
    }
    guard elements.allSatisfy({ $0 > 0 && $0 % 1000 == 0 && $0 <= 1 << 30 }) else {
      throw ValidationError("--elements must be multiples of 1000 up to \(1 << 30)")
    }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    var records: [Record] = []
    for count in elements {
      StandardError.write("\(count) elements")
      for work in FunctionWork.all(elements: count) {
        records.append(
          Record(name: work.name, elements: count, seconds: try work.median(seconds: seconds)))
      }
    }
    print(try records.json(indented: false))
  }
}

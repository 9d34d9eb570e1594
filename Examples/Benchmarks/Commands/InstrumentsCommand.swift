import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `instruments`: what the instruments of Insight cost, in per cent of a training step.
struct InstrumentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "instruments",
    abstract: "Print what each instrument of Insight costs, in per cent of a training step.",
    discussion:
      "Observers count for what they add to a step, other instruments for their whole run.")

  @Option(help: "Only instruments whose name contains this.") var filter: String?
  @Option(help: "Repetitions of each instrument, each beside a step without it.") var repeats = 3
  @Option(help: "Threads; the number of cores, or GRADUS_THREADS, when not given.")
  var threads: Int?

  func validate() throws {
    guard (1...1024).contains(threads ?? 1), (1...1000).contains(repeats) else {
      throw ValidationError("--threads and --repeats (at most 1000) must be at least 1")
    }
  }

  func run() throws {
    if let threads { Parallel.threadCount = threads }
    let subjects = InstrumentSubject.all
    var table = TextTable(["instrument"] + subjects.map(\.name))
    var steps = [String](repeating: "", count: subjects.count)
    let works = InstrumentWork.all.filter { filter.map($0.name.contains) ?? true }
    guard !works.isEmpty else {
      throw UserError("no instrument's name contains \"\(filter ?? "")\"")
    }
    for work in works {
      StandardError.write(work.name)
      var row = [work.name]
      for (index, subject) in subjects.enumerated() {
        let (free, watched) = try measure(work, on: subject)
        let cost =
          work.includesStep ? watched.median / free.median - 1 : watched.median / free.median
        row.append(NumberText.fixed(100 * cost, decimals: 1) + " %")
        steps[index] = NumberText.fixed(free.median * 1e3, decimals: 1) + " ms"
      }
      table.rows.append(row)
    }
    table.rows.append(["a step"] + steps)
    print(
      "batch 8, 64x64 pixels, \(Parallel.threadCount) threads, \(MachineDescription.text), medians "
        + "of \(repeats)")
    print(table.text, terminator: "")
  }

  /// Alternating, so that both meet the same machine.
  private func measure(
    _ work: InstrumentWork, on subject: InstrumentSubject
  ) throws -> (free: Quartiles, watched: Quartiles) {
    let clock = ContinuousClock()
    var (free, watched): ([Double], [Double]) = ([], [])
    try subject.step()
    try work.run(subject)
    for _ in 0..<repeats {
      free.append(try clock.measure { try subject.step() } / .seconds(1))
      watched.append(try clock.measure { try work.run(subject) } / .seconds(1))
    }
    return (Quartiles(of: free), Quartiles(of: watched))
  }
}

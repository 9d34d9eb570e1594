import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `load`: the loader alone, without a network.
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Read training batches and nothing else, and say how fast that is.",
    discussion: """
      Prints a line for each part of the run: pictures a second, the same by processor time, which is \
      what one core would reach, and the memory in use. For dataset=imagenet as for images in memory.
      """)

  @OptionGroup var settings: SettingOptions
  @OptionGroup var loading: LoadingOptions
  @Option(help: "Pictures to read; an epoch.") var pictures: Int?
  @Option(help: "Lines, each of an equal part.") var lines = 1
  @Flag(help: "Print each line as JSON.") var json = false

  func validate() throws {
    guard (pictures ?? 1) >= 1, (1...100_000).contains(lines) else {
      throw ValidationError("--pictures must be at least 1 and --lines from 1 to 100000")
    }
  }

  func run() throws {
    var configuration = TrainingConfiguration()
    try settings.apply(to: &configuration)
    configuration.validationShare = 0
    configuration = try configuration.resolved()
    let data = try TrainingData(configuration, note: StandardError.write)
    let source = try data.batches(configuration.resolved(for: data.training))
    try load(source, count: pictures ?? data.training.count)
  }

  private func load(_ source: some BatchSource<Batch>, count: Int) throws {
    let loader = BatchLoader(source, from: 0, workers: loading.workers)
    var seen = 0
    for line in 1...lines {
      let end = count * line / lines
      let (clock, processor, before) = (ContinuousClock.now, Self.processorSeconds, seen)
      while seen < end, let batch = try loader.next() { seen += batch.count }
      let seconds = (ContinuousClock.now - clock) / .seconds(1)
      let report = Report(
        pictures: seen, perSecond: Double(seen - before) / seconds,
        perProcessorSecond: Double(seen - before) / (Self.processorSeconds - processor),
        residentMiB: Self.residentMiB)
      print(json ? try report.json(indented: false) : report.text)
    }
  }

  private struct Report: Codable {
    let pictures: Int, perSecond: Double, perProcessorSecond: Double, residentMiB: Int

    var text: String {
      String(
        format: "%9d pictures  %8.1f a second  %8.1f a second of processor time  %6d MiB", pictures,
        perSecond, perProcessorSecond, residentMiB)
    }
  }

  /// Processor time of all threads so far.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Memory in use; 0 where the system does not say.
  private static var residentMiB: Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
      .split(separator: " ")
    return (fields?.dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize()) / (1 << 20)
  }
}

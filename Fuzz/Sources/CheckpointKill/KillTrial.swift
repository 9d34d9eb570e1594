import Foundation
import Gradus

/// One process killed while it saves, and what it left.
struct KillTrial {
  /// What was found after the kill.
  enum Outcome {
    /// A whole checkpoint, no older than the last one that was reported.
    case whole
    /// A whole checkpoint that is older than the last one reported: something was lost.
    case older(reported: Int, found: Int)
    /// A file that cannot be read.
    case unreadable(String)
  }

  let outcome: Outcome
  /// Whether the kill fell between the creation of a temporary file and its renaming.
  let leftTemporary: Bool

  /// Spawns a process that saves into the folder, kills it up to 30 ms after its first checkpoint.
  init(in folder: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["--save", folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    var output = pipe.fileHandleForReading.availableData
    usleep(UInt32.random(in: 0..<30_000))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    output += pipe.fileHandleForReading.readDataToEndOfFile()
    // A last line without its end was not reported.
    let lines = String(decoding: output, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let reported = lines.dropLast().last.flatMap { Int($0) } ?? 0
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    leftTemporary = names.contains { $0.contains(".tmp-") }
    do {
      let found = try Checkpoint(readingFrom: folder + "/checkpoint.safetensors").step
      outcome = found >= reported ? .whole : .older(reported: reported, found: found)
    } catch {
      outcome = .unreadable("\(error)")
    }
  }
}

/// The outcomes of many trials.
struct KillTally {
  private var (trials, torn, older, unreadable) = (0, 0, 0, 0)
  private let begin = Date()

  mutating func add(_ trial: KillTrial) {
    trials += 1
    if trial.leftTemporary { torn += 1 }
    switch trial.outcome {
    case .whole: break
    case .older(let reported, let found):
      older += 1
      print("trial \(trials): step \(reported) was reported, step \(found) is on disk")
    case .unreadable(let reason):
      unreadable += 1
      print("trial \(trials): \(reason)")
    }
  }

  var isFailure: Bool { older + unreadable > 0 }

  var summary: String {
    "\(trials) kills in \(Int(Date().timeIntervalSince(begin))) s: \(unreadable) unreadable, "
      + "\(older) older than reported, \(torn) fell between creating and renaming a file"
  }
}

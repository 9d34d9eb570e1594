import Foundation
import Gradus

/// Kills a process that saves checkpoints at random moments and reads what it left.
///
///     CheckpointKill TRIALS          # spawns itself with: CheckpointKill --save FOLDER
@main
struct CheckpointKill {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "--save" { return try save(to: arguments[2]) }
    guard arguments.count == 2, let trials = Int(arguments[1]), trials > 0 else {
      FileHandle.standardError.write(Data("usage: CheckpointKill TRIALS\n".utf8))
      exit(2)
    }
    let folder = NSTemporaryDirectory() + "gradus-checkpoint-kill-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var tally = KillTally()
    for _ in 0..<trials { try tally.add(KillTrial(in: folder)) }
    print(tally.summary)
    if tally.isFailure { exit(1) }
  }

  /// Saves one checkpoint after the other and reports each step once it is on disk.
  private static func save(to folder: String) throws {
    let model = CIFARResNet(depth: 8, width: 4).initialize(seed: 1)
    let optimizer = SGD(model, momentum: 0.9)
    let path = folder + "/checkpoint.safetensors"
    var step = (try? Checkpoint(readingFrom: path).step) ?? 0
    _ = try AtomicFile.removeStaleTemporaries(in: folder)
    while true {
      step += 1
      try Checkpoint(of: model, optimizer, step: step).write(to: path)
      FileHandle.standardOutput.write(Data("\(step)\n".utf8))
    }
  }
}

import Gradus
import GradusExampleSupport

extension StudySeries {
  /// Runs what is left of every study and writes what they say together; throws `ProgramInterrupted`
  /// after Ctrl-C.
  func run(_ options: StudyOptions) throws {
    for member in members { try folder.make(member.name) }
    try folder.withLock {
      try folder.removeLeftovers()
      if !options.resume { try folder.requireNoStudy() }
      if !folder.contains(Self.fileName) {
        try AtomicFile.write(text, to: folder.file(Self.fileName))
      }
      for (number, member) in members.enumerated() {
        if !options.quiet {
          StandardError.write("[\(number + 1)/\(members.count)] \(member.name)")
        }
        try run(member, options)
      }
      try finish(asJSON: options.json, isQuiet: options.quiet)
    }
  }

  private func run(_ member: Member, _ options: StudyOptions) throws {
    let own = StudyFolder(part: member.name, of: folder)
    if !own.contains("config.json") {
      try own.write(RunEnvironment.describe(), to: "environment.json")
      // Last, because it is what makes the folder a study.
      try own.write(member.configuration)
    }
    var resumed = options.ofMember
    (resumed.output, resumed.resume) = (own.path, true)
    do { try Study(resumed).run(shows: false) } catch is ProgramInterrupted {
      throw folder.interruption
    }
  }

  /// Makes every study's report anew from its records, and what they say together.
  func report(asJSON: Bool, isQuiet: Bool) throws {
    for member in members {
      let own = StudyFolder(part: member.name, of: folder)
      guard own.contains("config.json") else {
        throw UserError(
          "\(own.path): its study has not begun; go on with: DegradationStudy --resume --output "
            + folder.path.quotedForShell)
      }
      try own.withLock { try StudyOutput(own).write() }
    }
    try folder.withLock { try finish(asJSON: asJSON, isQuiet: isQuiet) }
  }

  private func finish(asJSON: Bool, isQuiet: Bool) throws {
    let output = try SeriesOutput(self)
    try output.write()
    try output.show(asJSON: asJSON, isQuiet: isQuiet)
  }
}

import Foundation

/// A program of this package, run as a user would.
public struct BuiltProgram {
  /// How a program ended.
  public struct Ending {
    /// The exit code, or the negative number of the signal that ended it.
    public let code: Int
    /// What was printed to standard output.
    public let output: String
    /// The lines of standard error.
    public let errors: [Substring]
  }

  /// The process, running until it has ended by itself.
  public let process = Process()
  private let folder: TemporaryFolder

  /// Starts a program that stands beside the tests, in the working folder of the tests when none is
  /// given.
  public init(_ name: String, _ arguments: [String], in workingFolder: String? = nil) throws {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0])
    try self.init(
      tests.deletingLastPathComponent().appendingPathComponent(name), arguments, in: workingFolder)
  }

  /// Starts any program.
  public init(_ program: URL, _ arguments: [String], in workingFolder: String? = nil) throws {
    folder = try TemporaryFolder()
    process.executableURL = program
    process.arguments = arguments
    if let workingFolder { process.currentDirectoryURL = URL(fileURLWithPath: workingFolder) }
    // Files and not pipes, which would fill up while nobody reads.
    for name in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: folder[name])) }
    process.standardOutput = FileHandle(forWritingAtPath: folder["out"])
    process.standardError = FileHandle(forWritingAtPath: folder["err"])
    // The threads tests run on block Ctrl-C, `swift test` ignores it, and both are inherited.
    let previous = signal(SIGINT, SIG_DFL)
    var (interrupt, mask) = (sigset_t(), sigset_t())
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &interrupt, &mask)
    defer {
      pthread_sigmask(SIG_SETMASK, &mask, nil)
      signal(SIGINT, previous)
    }
    try process.run()
  }

  /// Waits for the end.
  public func finish() throws -> Ending {
    process.waitUntilExit()
    let status = Int(process.terminationStatus)
    let text = { (name: String) in
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder[name])), as: UTF8.self)
    }
    return Ending(
      code: process.terminationReason == .exit ? status : -status, output: try text("out"),
      errors: try text("err").split(separator: "\n"))
  }

  /// Runs a program that stands beside the tests to its end.
  public static func run(
    _ name: String, _ arguments: [String], in workingFolder: String? = nil
  ) throws -> Ending {
    try BuiltProgram(name, arguments, in: workingFolder).finish()
  }
}

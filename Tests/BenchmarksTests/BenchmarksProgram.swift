import Foundation

/// The built program, run as a user would.
enum BenchmarksProgram {
  /// Runs `Benchmarks`; what it printed and its exit code.
  static func run(
    _ arguments: [String]
  ) throws -> (code: Int, output: String, errors: [Substring]) {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return try run(folder.appendingPathComponent("GradusBenchmarks"), arguments)
  }

  /// Runs a program; what it printed and its exit code.
  static func run(
    _ program: URL, _ arguments: [String]
  ) throws -> (code: Int, output: String, errors: [Substring]) {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let folder = NSTemporaryDirectory() + "gradus-benchmarks-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Files and not pipes, which would fill up while nobody reads.
    let files = ["out", "err"].map { URL(fileURLWithPath: "\(folder)/\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return (Int(process.terminationStatus), texts[0], texts[1].split(separator: "\n"))
  }
}

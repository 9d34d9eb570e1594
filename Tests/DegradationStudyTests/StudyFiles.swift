import Foundation
import GradusTensors

/// A temporary folder with a tiny data set in MNIST's format and room for a study's output.
final class StudyFiles {
  let folder: String
  var output: String { path("study") }

  /// Makes the folder; 24 training and 10 test images of 8 by 8 pixels.
  init() throws {
    folder = NSTemporaryDirectory() + "gradus-study-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path("data"), withIntermediateDirectories: true)
    try write(images: 24, as: "train")
    try write(images: 10, as: "t10k")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes the files of one part of the data set, with images of `side` by `side` pixels.
  func write(images count: Int, as split: String, side: Int = 8) throws {
    let stream = RandomStream(seed: UInt64(count), name: split)
    let pixels = (0..<count * side * side).map { UInt8(stream.integer($0, below: 256)) }
    let labels = (0..<count).map { UInt8($0 % 10) }
    let size = [0, 0, 0, UInt8(count)]
    let side = [0, 0, 0, UInt8(side)]
    try Data([0, 0, 8, 3] + size + side + side + pixels)
      .write(to: URL(fileURLWithPath: path("data/\(split)-images-idx3-ubyte")))
    try Data([0, 0, 8, 1] + size + labels)
      .write(to: URL(fileURLWithPath: path("data/\(split)-labels-idx1-ubyte")))
  }

  /// The bytes of the files of a study that must not depend on interruptions, by path.
  func lasting(_ study: String) throws -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: study)?.compactMap { $0 as? String } ?? []
    let wanted = names.filter {
      $0.hasSuffix("checkpoint.safetensors") || $0.hasSuffix("metrics.jsonl")
        || $0.hasSuffix("metrics.csv")
    }
    return try Dictionary(
      uniqueKeysWithValues: wanted.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(study)/\($0)")))
      })
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }
}

/// The built program, run as a user would.
struct StudyProcess {
  let process = Process()
  private let standardOutput: URL
  private let standardError: URL

  /// Starts `DegradationStudy` with arguments in the folder of `files`.
  init(_ arguments: [String], in files: StudyFiles) throws {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0])
    process.executableURL = tests.deletingLastPathComponent()
      .appendingPathComponent("DegradationStudy")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: files.folder)
    let name = UUID().uuidString
    standardOutput = URL(fileURLWithPath: files.path("\(name).out"))
    standardError = URL(fileURLWithPath: files.path("\(name).err"))
    // Files and not pipes, which would fill up while nobody reads.
    for url in [standardOutput, standardError] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: standardOutput)
    process.standardError = try FileHandle(forWritingTo: standardError)
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

  /// Waits for the end; what was printed, and the exit code or the negative number of the signal.
  func finish() throws -> (code: Int, output: Data, errors: [Substring]) {
    process.waitUntilExit()
    let status = Int(process.terminationStatus)
    let errors = String(decoding: try Data(contentsOf: standardError), as: UTF8.self)
    return (
      process.terminationReason == .exit ? status : -status,
      try Data(contentsOf: standardOutput), errors.split(separator: "\n")
    )
  }

  static func run(
    _ arguments: [String], in files: StudyFiles
  ) throws -> (code: Int, output: Data, errors: [Substring]) {
    try StudyProcess(arguments, in: files).finish()
  }
}

import Foundation
import Gradus

/// A parser under test: it may throw its own errors on any bytes, and nothing else.
struct Fuzzer: Sendable {
  /// The name on the command line.
  let name: String
  /// The end of the file's name, where parsers look at it.
  let suffix: String
  /// Parses a file; throws what the parser throws.
  let parse: @Sendable (_ path: String) throws -> Void

  init(_ name: String, suffix: String = "", _ parse: @escaping @Sendable (String) throws -> Void) {
    (self.name, self.suffix, self.parse) = (name, suffix, parse)
  }

  /// All parsers that open files of strangers.
  static let all: [Fuzzer] = datasets + weights

  /// The one that the environment variable `GRADUS_FUZZER` names.
  static let chosen: Fuzzer = {
    let name = ProcessInfo.processInfo.environment["GRADUS_FUZZER"] ?? ""
    guard let found = all.first(where: { $0.name == name }) else {
      let names = all.map(\.name).joined(separator: ", ")
      fatalError("GRADUS_FUZZER is \"\(name)\"; choose one of: \(names)")
    }
    return found
  }()
}

/// A file in memory that is filled anew for each input: parsers take paths.
private final class InputFile: Sendable {
  let path: String

  init(suffix: String) {
    path = "/dev/shm/gradus-fuzz-\(getpid())\(suffix)"
  }

  func fill(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0, write(descriptor, bytes, count) == count else {
      fatalError("\(path) cannot be written")
    }
    close(descriptor)
  }

  static let shared: InputFile = {
    let file = InputFile(suffix: Fuzzer.chosen.suffix)
    atexit { unlink(InputFile.shared.path) }
    return file
  }()
}

/// Called by libFuzzer with each input; 0 says that it may go on.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  InputFile.shared.fill(bytes, count)
  do {
    try Fuzzer.chosen.parse(InputFile.shared.path)
  } catch {
    // A message is one line; making it is part of what is tested.
    let message = "\(error)"
    precondition(!message.isEmpty && !message.contains("\n"), "not one line: \(message)")
  }
  return 0
}

import AllocationGuard
import Foundation
import Gradus

/// A parser under test: on any bytes it may throw its own errors, and nothing else may happen.
struct Fuzzer: Sendable {
  /// The name on the command line.
  let name: String
  /// What it may allocate for the bytes of a file.
  let allowance: @Sendable (_ bytes: [UInt8]) -> AllocationAllowance
  /// Parses an input.
  let run: @Sendable (FuzzInput) -> Void

  init(
    _ name: String, _ allowance: AllocationAllowance,
    _ run: @escaping @Sendable (FuzzInput) -> Void
  ) {
    self.init(name, allowance: { _ in allowance }, run)
  }

  init(
    _ name: String, allowance: @escaping @Sendable ([UInt8]) -> AllocationAllowance,
    _ run: @escaping @Sendable (FuzzInput) -> Void
  ) {
    (self.name, self.allowance, self.run) = (name, allowance, run)
  }

  /// All parsers that open files of strangers.
  static let all: [Fuzzer] = datasets + weights + networks + pictures + settings

  /// The one that the environment variable `GRADUS_FUZZER` names.
  static let chosen: Fuzzer = {
    let name = ProcessInfo.processInfo.environment["GRADUS_FUZZER"] ?? ""
    guard let found = all.first(where: { $0.name == name }) else {
      let names = all.map(\.name).joined(separator: ", ")
      fatalError("GRADUS_FUZZER is \"\(name)\"; choose one of: \(names)")
    }
    // Among libFuzzer's own figures, and proof that allocations are seen.
    atexit {
      let line = "stat::largest_allocation:       \(gradus_largest_allocation())\n"
      FileHandle.standardError.write(Data(line.utf8))
    }
    return found
  }()
}

/// Called by libFuzzer with each input; 0 says that it may go on.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let fuzzer = Fuzzer.chosen
  let input = FuzzInput(bytes: Array(UnsafeBufferPointer(start: bytes, count: count)))
  let limit = fuzzer.allowance(input.bytes).limit(count)
  BufferPool.shared.resetPeak()
  gradus_limit_allocations(limit)
  fuzzer.run(input)
  // libFuzzer's own tables are its own affair.
  gradus_limit_allocations(0)
  // The memory of tensors comes from a pool; here all of an input's together are counted.
  let peak = BufferPool.shared.statistics.peak
  precondition(peak <= limit, "tensors of \(peak) bytes, limit \(limit)")
  return 0
}

import Foundation

/// What happens where the system gives no more memory: no computation can go on.
package enum MemoryExhaustion {
  /// Ends the program with a line; the library's own way is a trap.
  nonisolated(unsafe) package static var end: (_ line: String) -> Never = { fatalError($0) }

  /// Says that `byteCount` bytes for `purpose` are not to be had, and ends the program.
  static func stop(_ purpose: String, _ byteCount: Int) -> Never {
    let limit =
      addressSpace.map { "; the limit of the process is \($0 >> 20) MiB (ulimit -v)" } ?? ""
    end("out of memory: \(purpose) needs \(byteCount) bytes\(limit)")
  }

  /// The bytes that the process may map, where that is limited.
  private static var addressSpace: Int? {
    var limit = rlimit()
    #if os(Linux)
      let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
    #else
      let isKnown = getrlimit(RLIMIT_AS, &limit) == 0
    #endif
    return isKnown && limit.rlim_cur < UInt64(Int.max) ? Int(limit.rlim_cur) : nil
  }

  /// Whether the system would give so many bytes more now.
  static func isAvailable(_ byteCount: Int) -> Bool {
    let mapped = mmap(nil, byteCount, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let mapped, mapped != MAP_FAILED else { return false }
    munmap(mapped, byteCount)
    return true
  }
}

import Foundation

/// The system's BLAS: which one it is, and holding it to one thread.
///
/// Parallelism is this library's own loop outside of single-threaded BLAS calls; a BLAS that starts
/// threads of its own is slow on the skinny matrices of convolutions and changes results with the
/// number of threads.
public enum BLAS {
  /// The name of the linked implementation, as far as its symbols tell.
  public static var implementation: String {
    if symbol("openblas_set_num_threads") != nil { return "OpenBLAS" }
    if symbol("bli_thread_set_num_threads") != nil { return "BLIS" }
    if symbol("MKL_Set_Num_Threads") != nil { return "MKL" }
    return "reference"
  }

  /// A line to print once at start-up when the slow reference BLAS is what got linked, else nil.
  public static var warning: String? {
    guard implementation == "reference" else { return nil }
    return
      "warning: the reference BLAS is linked, which is many times slower than OpenBLAS; "
      + "install it with: apt-get install libopenblas-dev"
  }

  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    dlsym(dlopen(nil, RTLD_NOW), name)
  }

  /// What OpenBLAS maps for each thread that calls it; where it gets none it tries for ever.
  private static let bytesPerThread = 160 << 20

  private static let configured: Void = {
    let needed = bytesPerThread * Parallel.threadCount
    guard MemoryExhaustion.isAvailable(needed) else {
      MemoryExhaustion.stop("\(implementation) with \(Parallel.threadCount) threads", needed)
    }
    typealias SetThreads = @convention(c) (CInt) -> Void
    typealias SetThreadsLong = @convention(c) (Int) -> Void
    if let set = symbol("openblas_set_num_threads") {
      unsafeBitCast(set, to: SetThreads.self)(1)
    } else if let set = symbol("bli_thread_set_num_threads") {
      unsafeBitCast(set, to: SetThreadsLong.self)(1)
    } else if let set = symbol("MKL_Set_Num_Threads") {
      unsafeBitCast(set, to: SetThreads.self)(1)
    }
  }()

  /// Holds the BLAS to one thread; costs a flag check after the first call.
  static func useOneThread() { configured }
}

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

  /// Its name with the processor it has chosen its kernels for, such as "OpenBLAS (Zen)".
  package static var description: String { implementation + (core.map { " (\($0))" } ?? "") }

  /// The processor that OpenBLAS chose its kernels for, such as "Haswell"; nil of another BLAS.
  package static let core: String? = {
    typealias CoreName = @convention(c) () -> UnsafePointer<CChar>?
    guard let name = symbol("openblas_get_corename") else { return nil }
    return unsafeBitCast(name, to: CoreName.self)().map { String(cString: $0) }
  }()

  /// OpenBLAS's names, in small letters, of processors without fused multiply-add. It takes one that it does not know, because
  /// it is newer than itself, for Prescott or Barcelona.
  private static let lesserCores: Set<String> = [
    "generic", "katmai", "coppermine", "northwood", "prescott", "banias", "atom", "core2", "penryn",
    "dunnington", "nehalem", "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "nano",
    "sandybridge",
  ]

  /// Whether the BLAS multiplies matrices about as fast as this processor can: no reference BLAS, and no
  /// kernels without fused multiply-add.
  static let suitsProcessor = isSuited(implementation: implementation, core: core)

  /// The same of a BLAS by its name and the core it chose.
  static func isSuited(implementation: String, core: String?) -> Bool {
    implementation != "reference" && !(core.map { lesserCores.contains($0.lowercased()) } ?? false)
  }

  /// A line to print once at start-up when the slow reference BLAS is what got linked, else nil.
  ///
  /// Products run by the library's own kernels then, where the processor has vectors; LAPACK's work does not.
  public static var warning: String? {
    guard implementation == "reference" else { return nil }
    return
      "warning: the reference BLAS is linked, with which matrix decompositions are many times slower "
      + "than with OpenBLAS; install that with: apt-get install libopenblas-dev"
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

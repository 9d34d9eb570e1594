import Foundation
import GradusTensors

/// How this process was started: alone, or as one rank of a job by `mpirun` or `srun`.
public enum Launch {
  /// Variables that launchers give to each rank.
  private static let signs = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"]

  /// Whether a launcher started this process as a rank.
  static var isRank: Bool {
    let environment = ProcessInfo.processInfo.environment
    return signs.contains { environment[$0] != nil }
  }

  #if MPI
    /// The job's, made once.
    private static let shared = Result { try MPICommunicator() }
  #endif

  /// The other processes of the job; nil for a process that was started alone.
  ///
  /// The first call joins the job, and the process leaves it when it ends: a code other than 0 or 130 then
  /// ends the job. The number of threads becomes the cores that the launcher gave this rank, unless
  /// `GRADUS_THREADS` says another. Throws `CommunicationError`, in a build without the trait `MPI` for
  /// every process that a launcher started.
  public static func communicator() throws -> (any Communicator)? {
    guard isRank else { return nil }
    #if MPI
      return try shared.get()
    #else
      throw CommunicationError(
        "this process was started as one rank of several, and this build knows no MPI; install "
          + "libopenmpi-dev and build with --traits MPI")
    #endif
  }
}

@preconcurrency import Foundation

/// Where programs say their results, by `print`.
enum StandardOutput {
  /// Makes results appear line by line, also in files and pipes, and gives streams that are closed a
  /// place of their own, so that no file a program opens takes their number and gets what is printed:
  /// nothing is read, messages vanish, results fail.
  static func prepare() {
    setlinebuf(stdout)
    for (stream, device) in [(STDIN_FILENO, "/dev/null"), (STDERR_FILENO, "/dev/null")]
    where fcntl(stream, F_GETFD) < 0 {
      move(open(device, O_RDWR), to: stream)
    }
    if fcntl(STDOUT_FILENO, F_GETFD) < 0 { move(open("/dev/full", O_WRONLY), to: STDOUT_FILENO) }
  }

  private static func move(_ descriptor: Int32, to stream: Int32) {
    guard descriptor >= 0, descriptor != stream else { return }
    dup2(descriptor, stream)
    close(descriptor)
  }

  /// Waits until everything printed is where it should be; throws `ProgramFailure` when some of it is
  /// lost.
  static func finish() throws {
    errno = 0
    let isFlushed = fflush(stdout) == 0
    guard !isFlushed || ferror(stdout) != 0 else { return }
    let reason = errno == 0 ? "" : ": " + String(cString: strerror(errno))
    throw ProgramFailure("results could not be written to standard output\(reason)")
  }
}

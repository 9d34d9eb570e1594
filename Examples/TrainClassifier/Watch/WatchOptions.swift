import ArgumentParser
import GradusExampleSupport

/// Whether a run serves a page about itself while it trains.
struct WatchOptions: ParsableArguments {
  @Flag(help: "Serve a page with the run's curves and gradient flow to this machine's browser.")
  var watch = false
  @Option(
    help: ArgumentHelp(
      "The page's port on 127.0.0.1; 8420, or a free one where that is taken.", valueName: "n"))
  var watchPort: UInt16?

  /// Throws `UserError` for a port without a page, and where the program has no server.
  func check() throws {
    guard watch else {
      if watchPort != nil { throw UserError("--watch-port is for the page of --watch; add it") }
      return
    }
    #if !Watch
      throw UserError(
        "--watch needs a web server, which this build lacks: build with --traits Watch")
    #endif
  }
}

import Foundation

/// Keeps one line on the terminal up to date with how far a run has come.
///
///     resnet20  step 120/600  loss 0.512  1.3 s/step  ETA 10:24
///
/// It is written to standard error, in place and without colour, only when that is a terminal, at
/// most five times a second, and never wider than the terminal or 100 columns.
public final class ProgressReporter {
  /// Where the line goes; tests have their own.
  struct Terminal {
    var write: (String) -> Void
    var columns: () -> Int
    /// Seconds since some fixed moment.
    var now: () -> Double
  }

  static let shortestInterval = 0.2
  private static let widest = 100

  private let name: String
  private let total: Int
  private let firstStep: Int
  private let terminal: Terminal?
  private let start: Double
  private var lastDrawn = -Double.infinity
  /// Columns that the line on the terminal occupies now.
  private var shownColumns = 0

  /// Starts the clock of a run of `total` steps, of which `firstStep` are done already.
  ///
  /// Nothing is ever shown when `isQuiet` or when standard error is not a terminal.
  public convenience init(
    name: String, total: Int, firstStep: Int = 0, isQuiet: Bool = false
  ) {
    let isShown = !isQuiet && isatty(STDERR_FILENO) == 1
    self.init(
      name: name, total: total, firstStep: firstStep, terminal: isShown ? .standardError : nil)
  }

  init(name: String, total: Int, firstStep: Int, terminal: Terminal?) {
    self.name = name
    self.total = total
    self.firstStep = firstStep
    self.terminal = terminal
    start = terminal?.now() ?? 0
  }

  deinit { clear() }

  /// Shows that `step` steps are done, with `values` in the given order.
  public func report(step: Int, _ values: KeyValuePairs<String, Double> = [:]) {
    guard let terminal else { return }
    let now = terminal.now()
    guard now - lastDrawn >= Self.shortestInterval else { return }
    lastDrawn = now
    // One column is left free, because some terminals wrap as soon as the last one is written.
    let columns = max(0, min(Self.widest, terminal.columns() - 1))
    let line = String(describe(step, values, elapsed: now - start).prefix(columns))
    let padding = String(repeating: " ", count: max(0, shownColumns - line.count))
    terminal.write("\r" + line + padding)
    shownColumns = line.count
  }

  /// Takes the line away: at the end, and before anything else is printed.
  public func clear() {
    guard let terminal, shownColumns > 0 else { return }
    terminal.write("\r" + String(repeating: " ", count: shownColumns) + "\r")
    shownColumns = 0
    lastDrawn = -Double.infinity
  }

  private func describe(
    _ step: Int, _ values: KeyValuePairs<String, Double>, elapsed: Double
  ) -> String {
    var parts = [name, "step \(step)/\(total)"]
    parts += values.map { "\($0.key) \(Self.threeDigits($0.value))" }
    if step > firstStep {
      let perStep = elapsed / Double(step - firstStep)
      parts.append(Self.pace(perStep))
      parts.append("ETA \(Self.clockTime(perStep * Double(max(0, total - step))))")
    }
    return parts.joined(separator: "  ")
  }

  /// A number to three significant digits, `0.512`, `12.3`, `1.00e-05`.
  private static func threeDigits(_ value: Double) -> String {
    let magnitude = abs(value)
    if value == 0 || !value.isFinite { return "\(value)" }
    if magnitude < 0.001 || magnitude >= 100_000 { return String(format: "%.2e", value) }
    let decimals = magnitude < 1 ? 3 : magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0
    return String(format: "%.\(decimals)f", value)
  }

  private static func pace(_ seconds: Double) -> String {
    seconds < 0.1
      ? String(format: "%.1f ms/step", seconds * 1000) : String(format: "%.1f s/step", seconds)
  }

  /// `3:20`, or `1:03:20` from an hour on.
  private static func clockTime(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "-" }
    let whole = Int(seconds.rounded())
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
      : String(format: "%d:%02d", minutes, whole % 60)
  }
}

extension ProgressReporter.Terminal {
  static var standardError: Self {
    Self(
      // A line that cannot be shown is no reason to stop a run.
      write: { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) },
      columns: {
        var size = winsize()
        let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
      },
      now: { ProcessInfo.processInfo.systemUptime })
  }
}

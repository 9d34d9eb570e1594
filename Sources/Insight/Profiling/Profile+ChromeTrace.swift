import Foundation
import GradusTensors

extension Profile {
  /// The profile as a trace for chrome://tracing, Perfetto and Speedscope, UTF-8 text of a JSON file.
  ///
  /// Operations and calls of modules are complete events ("X") in microseconds, nested by time; see
  /// "Trace Event Format" (Google). Write it with `AtomicFile`.
  public func chromeTrace() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let events = calls.map(TraceEvent.init(call:)) + spans.map(TraceEvent.init(span:))
    let trace = ChromeTrace(traceEvents: events.sorted { $0.ts < $1.ts })
    // Every number is finite and every key a string, so there is nothing that could fail.
    guard let data = try? encoder.encode(trace) else {
      preconditionFailure("Profile: the trace cannot be written as JSON")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

/// The file's top level.
private struct ChromeTrace: Encodable {
  let traceEvents: [TraceEvent]
  let displayTimeUnit = "ms"
}

/// A complete event.
private struct TraceEvent: Encodable {
  struct Arguments: Encodable {
    var path: String?
    var shape: [Int]?
    var bytes: Int?
    var gigaflops: Double?
  }

  let name: String
  let cat: String
  let ph = "X"
  /// Start, in microseconds.
  let ts: Double
  /// Length, in microseconds.
  let dur: Double
  let pid = 1
  let tid = 1
  let args: Arguments

  init(span: ProfiledSpan) {
    (name, cat) = (span.name, span.phase.rawValue)
    (ts, dur) = (span.start * 1e6, span.seconds * 1e6)
    let rate = 2 * Double(span.multiplyAdds) / max(span.seconds, 1e-9) / 1e9
    args = Arguments(
      path: span.path, shape: span.shape.dimensions, bytes: span.bytes,
      gigaflops: span.multiplyAdds > 0 ? rate : nil)
  }

  init(call: ProfiledCall) {
    (name, cat) = (call.path.isEmpty ? call.type : call.path, "module")
    (ts, dur) = (call.start * 1e6, call.seconds * 1e6)
    args = Arguments(path: call.path)
  }
}

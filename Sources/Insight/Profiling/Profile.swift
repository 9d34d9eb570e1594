/// Where the time of one or several steps went.
public struct Profile: Sendable {
  /// Operations in the order they ran, disjoint in time.
  public internal(set) var spans: [ProfiledSpan] = []
  /// Calls of modules in the order they ended; those of a module lie within those around it.
  public internal(set) var calls: [ProfiledCall] = []
  /// The number of forward runs.
  public internal(set) var stepCount = 0
  /// Seconds of all steps together, as `Profiler.step` measured them; 0 without it.
  public internal(set) var wallSeconds = 0.0

  /// What rows of a table stand for.
  public enum Grouping: Sendable {
    /// An operation's name, forward or backward, and for which inputs.
    case operation
    /// A module's path, forward and backward together.
    case layer
    /// Every operation of every layer on its own.
    case operationOfLayer
  }

  /// The sum of spans with something in common.
  public struct Row: Sendable, Hashable {
    /// The operation's name; empty for a layer.
    public let name: String
    /// The path; empty for an operation of all layers.
    public let path: String
    /// The part of the step; nil for all of them.
    public let phase: ProfiledSpan.Phase?
    /// How often it ran.
    public internal(set) var count = 0
    /// Seconds.
    public internal(set) var seconds = 0.0
    /// Bytes of tensors, as `ProfiledSpan.bytes`.
    public internal(set) var bytes = 0
    /// Multiply-adds.
    public internal(set) var multiplyAdds = 0
    /// Seconds of the spans with multiply-adds.
    public internal(set) var arithmeticSeconds = 0.0

    /// Bytes a second, in 10⁹; what the memory would have to give if nothing stayed in caches.
    public var gigabytesPerSecond: Double { seconds > 0 ? Double(bytes) / seconds / 1e9 : 0 }
    /// Floating-point operations a second of convolutions and matrix products, in 10⁹, two for each
    /// multiply-add; nil without any.
    public var gigaflops: Double? {
      multiplyAdds > 0 ? 2 * Double(multiplyAdds) / arithmeticSeconds / 1e9 : nil
    }
  }

  /// The spans summed up, the slowest row first.
  public func rows(by grouping: Grouping) -> [Row] {
    var index: [Row: Int] = [:]
    var rows: [Row] = []
    for span in spans {
      let key = Self.key(span, grouping)
      let position = index[key] ?? rows.count
      if position == rows.count {
        index[key] = position
        rows.append(key)
      }
      rows[position].count += 1
      rows[position].seconds += span.seconds
      rows[position].bytes += span.bytes
      rows[position].multiplyAdds += span.multiplyAdds
      if span.multiplyAdds > 0 { rows[position].arithmeticSeconds += span.seconds }
    }
    return rows.sorted { $0.seconds > $1.seconds }
  }

  private static func key(_ span: ProfiledSpan, _ grouping: Grouping) -> Row {
    // A gradient of the first input and one of the second are different work.
    let targets = span.gradientInputs.map(String.init).joined(separator: ",")
    let name = span.phase == .backward ? "\(span.name) → \(targets)" : span.name
    return switch grouping {
    case .operation: Row(name: name, path: "", phase: span.phase)
    case .layer: Row(name: span.phase == .other ? span.name : "", path: span.path, phase: nil)
    case .operationOfLayer: Row(name: name, path: span.path, phase: span.phase)
    }
  }

  /// Seconds of all operations together.
  public var operationSeconds: Double { spans.reduce(0) { $0 + $1.seconds } }
}

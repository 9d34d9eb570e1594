import GradusInterchange

/// A file of TensorBoard's events, read back: the scalars, and where each event ends.
///
///     let file = try TensorBoardFile(readingFrom: "runs/a/\(TensorBoardLog.fileName)")
///     for event in file.events { print(event.step, event.scalars) }
///
/// Reading trusts nothing: any sequence of bytes gives either a file or a `FormatError`.
public struct TensorBoardFile: Sendable {
  /// What was written at one moment.
  public struct Event: Sendable, Hashable {
    /// The step.
    public let step: Int
    /// When it was written, in seconds since 1970.
    public let time: Double
    /// The names of what it holds: numbers, pictures, histograms, text.
    public let tags: [String]
    /// The numbers, by name.
    public let scalars: [String: Float]
    /// Where it ends in the file, in bytes.
    public let end: Int
  }

  /// The events in the order they were written.
  public let events: [Event]

  /// Reads a file, without an event at its end that was torn by a kill; throws `FileError`, and
  /// `FormatError` for one that is damaged.
  public init(readingFrom path: String) throws {
    try self.init(bytes: FileContents.read(path), path: path)
  }

  /// Reads the bytes of a file, which errors call `path`; throws `FormatError`.
  public init(bytes: [UInt8], path: String) throws {
    var events: [Event] = []
    var start = 0
    while bytes.count - start >= 16 {
      func failure(_ problem: String) -> FormatError {
        FormatError(path, .tensorBoard, at: start, problem)
      }
      guard
        Self.number(bytes, start + 8, 4)
          == UInt64(CastagnoliChecksum.masked(bytes[start..<start + 8]))
      else {
        throw failure("the length of an event is damaged; restore the file or start a new run")
      }
      let length = Self.number(bytes, start, 8)
      // Less than that is what a kill left of the last event.
      guard length <= UInt64(bytes.count - start - 16) else { break }
      let contents = start + 12..<start + 12 + Int(length)
      guard
        Self.number(bytes, contents.upperBound, 4)
          == UInt64(CastagnoliChecksum.masked(bytes[contents]))
      else { throw failure("an event is damaged; restore the file or start a new run") }
      let reader = WireReader(bytes, contents, path: path, format: .tensorBoard)
      events.append(try Self.event(reader, end: contents.upperBound + 4))
      start = contents.upperBound + 4
    }
    self.events = events
  }

  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
  }

  private static func event(_ reader: WireReader, end: Int) throws -> Event {
    var reader = reader
    var (step, time) = (0, 0.0)
    var tags: [String] = []
    var scalars: [String: Float] = [:]
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .fixed64(let bits)): time = Double(bitPattern: bits)
      case (2, _): step = try reader.integer(in: field)
      case (5, _):
        var summary = try reader.message(in: field)
        while let value = try summary.next() {
          guard value.number == 1 else { continue }
          let (tag, number) = try self.value(try summary.message(in: value))
          tags.append(tag)
          if let number { scalars[tag] = number }
        }
      default: break
      }
    }
    return Event(step: step, time: time, tags: tags, scalars: scalars, end: end)
  }

  private static func value(_ reader: WireReader) throws -> (tag: String, number: Float?) {
    var reader = reader
    var (tag, number): (String, Float?) = ("", nil)
    while let field = try reader.next() {
      if field.number == 1 { tag = try reader.text(in: field) }
      if field.number == 2 { number = try reader.float(in: field) }
    }
    return (tag, number)
  }
}

extension FormatError.Format {
  /// TensorBoard's events.
  public static let tensorBoard = Self("TensorBoard")
}

import Foundation
import GradusInterchange
import GradusTensors

/// Writes a run's numbers, pictures and texts for TensorBoard, to a file of events in its folder.
///
///     let log = try TensorBoardLog(resumingIn: "runs/a", atStep: loop.stepCount)
///     try log.scalar("loss", 0.7, step: 12)
///     try log.histogram("weights/conv1", model.conv1.weight.value, step: 12)
///
/// Every event is with the system when the call returns, so a kill costs at most the event being written.
/// A run that is resumed from a checkpoint cuts the file back to it. Steps never decrease.
public final class TensorBoardLog {
  /// The name of the file in the run's folder.
  public static let fileName = "events.out.tfevents.0000000000.gradus"

  private var file: OutputFile
  private var lastStep: Int
  private let clock: () -> Date

  /// Starts a log in the existing folder `folder`; throws `FileError` where there is one already.
  public convenience init(creatingIn folder: String) throws {
    try self.init(creatingIn: folder, clock: Date.init)
  }

  /// The same with another clock, which every event notes.
  package init(creatingIn folder: String, clock: @escaping () -> Date) throws {
    file = try OutputFile(creating: "\(folder)/\(Self.fileName)")
    (self.clock, lastStep) = (clock, Int.min)
    try append(step: 0) { $0.text(3, "brain.Event:2") }
    lastStep = Int.min
  }

  /// Continues the log in `folder` with step `step`, after removing all events from that step on and a
  /// torn last one.
  ///
  /// With `step` 0 nothing of an earlier log is kept, and there need not be one. Throws `FileError`, and
  /// `FormatError` for a log that is damaged before that step.
  public convenience init(resumingIn folder: String, atStep step: Int) throws {
    try self.init(resumingIn: folder, atStep: step, clock: Date.init)
  }

  /// The same with another clock, which every event notes.
  package init(resumingIn folder: String, atStep step: Int, clock: @escaping () -> Date) throws {
    let path = "\(folder)/\(Self.fileName)"
    guard step > 0 else {
      try AtomicFile.write([], to: path)
      file = try OutputFile(appendingTo: path)
      (self.clock, lastStep) = (clock, Int.min)
      try append(step: 0) { $0.text(3, "brain.Event:2") }
      lastStep = Int.min
      return
    }
    let contents = try FileContents.read(path)
    let events = try TensorBoardFile(bytes: contents, path: path).events
    let kept = events.prefix { $0.step < step }.last?.end ?? 0
    if kept < contents.count { try AtomicFile.write(Array(contents[..<kept]), to: path) }
    file = try OutputFile(appendingTo: path)
    (self.clock, lastStep) = (clock, step)
  }

  /// Writes a number; NaN and infinity are drawn by TensorBoard as such. Throws `FileError`; traps on a
  /// step below the one before.
  public func scalar(_ tag: String, _ value: Double, step: Int) throws {
    try scalars([tag: value], step: step)
  }

  /// Writes several numbers as one event, in the order of their names. Throws `FileError`; traps on a step
  /// below the one before.
  public func scalars(_ values: [String: Double], step: Int) throws {
    try summary(step: step) { summary in
      for (tag, value) in values.sorted(by: { $0.key < $1.key }) {
        summary.message(1) {
          $0.text(1, tag)
          $0.float(2, Float(value))
        }
      }
    }
  }

  /// Writes how often the elements of a tensor fall between numbers: 64 equal steps from the least to the
  /// greatest of those that are finite.
  ///
  /// How many are not finite is written as the number `TAG/notFinite`, where there are any. Throws
  /// `FileError`; traps on a step below the one before and on a tensor without values.
  public func histogram(_ tag: String, _ values: Tensor, step: Int) throws {
    let all = values.scalars
    let finite = all.filter(\.isFinite)
    if finite.count < all.count {
      try scalar("\(tag)/notFinite", Double(all.count - finite.count), step: step)
    }
    guard let histogram = Histogram(finite) else { return }
    try summary(step: step) { summary in
      summary.message(1) {
        $0.text(1, tag)
        $0.message(5, histogram.write)
      }
    }
  }

  /// Writes a picture as a PNG file. Throws `FileError`; traps on a step below the one before.
  ///
  /// - Parameters:
  ///   - tag: the name it is found by.
  ///   - png: the bytes of a PNG file, such as `RasterImage.pngFile()`.
  ///   - height: its rows, in pixels.
  ///   - width: its columns, in pixels.
  ///   - channels: numbers per pixel.
  ///   - step: the step.
  public func image(
    _ tag: String, png: [UInt8], height: Int, width: Int, channels: Int, step: Int
  ) throws {
    try summary(step: step) { summary in
      summary.message(1) {
        $0.text(1, tag)
        $0.message(4) {
          $0.integer(1, height)
          $0.integer(2, width)
          $0.integer(3, channels)
          $0.bytes(4, png)
        }
      }
    }
  }

  /// Writes a text, which TensorBoard reads as Markdown. Throws `FileError`; traps on a step below the one
  /// before.
  public func text(_ tag: String, _ text: String, step: Int) throws {
    try summary(step: step) { summary in
      summary.message(1) {
        $0.text(1, tag)
        $0.message(8) {
          $0.integer(1, 7)  // text
          $0.message(2) { $0.message(2) { $0.integer(1, 1) } }
          $0.text(8, text)
        }
        $0.message(9) { $0.message(1) { $0.text(1, "text") } }
      }
    }
  }

  /// Waits until the disk has all events; throws `FileError`.
  public func synchronize() throws { try file.synchronize() }

  /// Writes an event that is a summary.
  func summary(step: Int, _ write: (inout WireWriter) -> Void) throws {
    try append(step: step) { $0.message(5, write) }
  }

  /// Writes an event.
  func append(step: Int, _ write: (inout WireWriter) -> Void) throws {
    precondition(step >= lastStep, "TensorBoardLog: step \(step) comes after step \(lastStep)")
    lastStep = step
    var event = WireWriter()
    event.double(1, clock().timeIntervalSince1970)
    event.integer(2, step)
    write(&event)
    let contents = event.bytes
    let length = Self.littleEndian(UInt64(contents.count))
    try file.write(
      length + Self.littleEndian(CastagnoliChecksum.masked(length)) + contents
        + Self.littleEndian(CastagnoliChecksum.masked(contents)))
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
  }
}

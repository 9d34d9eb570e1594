import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import GradusTraining

@Suite struct TensorBoardLogTests {
  private let folder: TemporaryFolder
  private var path: String { folder[TensorBoardLog.fileName] }

  init() throws { folder = try TemporaryFolder() }

  private static func clock() -> Date { Date(timeIntervalSince1970: 1_000) }

  private func log(atStep step: Int = 0) throws -> TensorBoardLog {
    try TensorBoardLog(resumingIn: folder.path, atStep: step, clock: Self.clock)
  }

  private func write(_ steps: Range<Int>, to log: TensorBoardLog) throws {
    for step in steps {
      try log.scalars(["loss": 1 / Double(step + 1), "error": 0.5], step: step)
      try log.histogram("weights", Tensor([1, 2, Double(step)]), step: step)
    }
  }

  /// The check values of RFC 3720, B.4, and of the Castagnoli polynomial's catalogue.
  @Test func checksumsArePublishedOnes() {
    #expect(CastagnoliChecksum.value(of: "123456789".utf8) == 0xe306_9283)
    #expect(CastagnoliChecksum.value(of: [UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(CastagnoliChecksum.value(of: [UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
  }

  /// An event as TensorFlow's own writer has it, to the byte.
  @Test func firstEventIsTensorFlows() throws {
    _ = try log()
    let bytes = try FileContents.read(path)
    let contents: [UInt8] =
      [0x09, 0, 0, 0, 0, 0, 0x40, 0x8f, 0x40, 0x10, 0x00, 0x1a, 0x0d] + Array("brain.Event:2".utf8)
    #expect(Array(bytes[..<8]) == [UInt8(contents.count), 0, 0, 0, 0, 0, 0, 0])
    #expect(Array(bytes[12..<bytes.count - 4]) == contents)
  }

  @Test func numbersComeBack() throws {
    try write(0..<3, to: log())
    let events = try TensorBoardFile(readingFrom: path).events
    #expect(events.map(\.step) == [0, 0, 0, 1, 1, 2, 2])
    #expect(events.allSatisfy { $0.time == 1_000 })
    #expect(events[5].scalars == ["loss": Float(1.0 / 3), "error": 0.5])
    #expect(events[6].tags == ["weights"])
  }

  @Test func resumedRunsEndWithTheSameBytes() throws {
    try write(0..<6, to: log())
    let whole = try FileContents.read(path)
    for cut in 1..<6 {
      try AtomicFile.write(Array(whole.dropLast(cut * 3)), to: path)
      let resumed = try log(atStep: cut)
      try write(cut..<6, to: resumed)
      #expect(try FileContents.read(path) == whole, "from step \(cut)")
    }
  }

  @Test func everyTruncationIsReadAsFarAsItGoes() throws {
    try write(0..<3, to: log())
    let bytes = try FileContents.read(path)
    let events = try TensorBoardFile(bytes: bytes, path: path).events
    for count in 0..<bytes.count {
      let found = try TensorBoardFile(bytes: Array(bytes[..<count]), path: path).events
      #expect(found == Array(events.prefix { $0.end <= count }), "\(count) bytes")
    }
  }

  @Test func everyChangedByteIsFoundOrTornOff() throws {
    try write(0..<2, to: log())
    let bytes = try FileContents.read(path)
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 1
      let error = #expect(throws: FormatError.self) {
        try TensorBoardFile(bytes: damaged, path: path)
      }
      #expect(error.map { !"\($0)".contains("\n") } ?? false, "byte \(place)")
    }
  }

  @Test func numbersThatAreNotFiniteAreCounted() throws {
    let log = try log()
    try log.histogram("gradients", Tensor([.nan, 1, .infinity]), step: 4)
    try log.histogram("none", Tensor([.nan]), step: 4)
    let events = try TensorBoardFile(readingFrom: path).events
    #expect(
      events.map(\.scalars).filter { !$0.isEmpty } == [
        ["gradients/notFinite": 2], ["none/notFinite": 1],
      ])
    #expect(events.flatMap(\.tags) == ["gradients/notFinite", "gradients", "none/notFinite"])
  }

  @Test func histogramsCountEveryNumber() throws {
    let values = (0..<1000).map { Double($0 * $0) - 300 } + [1e308, -1e308]
    let histogram = try #require(Histogram(values))
    let fields = Mirror(reflecting: histogram).children
    let counts = try #require(fields.first { $0.label == "counts" }?.value as? [Double])
    let limits = try #require(fields.first { $0.label == "limits" }?.value as? [Double])
    #expect(counts.reduce(0, +) == 1002 && limits.last == 1e308 && limits.count == 64)
    #expect(zip(limits, limits.dropFirst()).allSatisfy { $0 < $1 })
  }
}

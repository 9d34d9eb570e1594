import Testing

@testable import GradusInterchange

@Suite struct WireFormatTests {
  private func reader(_ bytes: [UInt8]) -> WireReader {
    WireReader(bytes, path: "a.onnx", format: FormatError.Format("test"))
  }

  /// The examples of the format's description, to the byte.
  @Test func writesTheDocumentedBytes() {
    var writer = WireWriter()
    writer.integer(1, 150)
    writer.text(2, "testing")
    writer.message(3) { $0.integer(1, 150) }
    writer.integers(6, [3, 270, 86942])
    writer.integer(1, -2)
    writer.float(5, 1)
    writer.double(7, -2)
    #expect(
      writer.bytes == [
        0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67, 0x1a, 0x03, 0x08,
        0x96, 0x01, 0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05, 0x08, 0xfe, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x2d, 0, 0, 0x80, 0x3f, 0x39, 0, 0, 0, 0, 0, 0, 0, 0xc0,
      ])
    #expect(writer.byteCount == writer.bytes.count)
  }

  @Test func readsThemBack() throws {
    var writer = WireWriter()
    writer.integer(1, -150)
    writer.text(2, "é")
    writer.message(3) { $0.message(1) { $0.floats(2, [1, -0.5]) } }
    writer.integers(4, [-1, 0, Int.max])
    writer.doubles(5, [0.1])
    var fields = reader(writer.bytes)
    #expect(try fields.integer(in: #require(try fields.next())) == -150)
    #expect(try fields.text(in: #require(try fields.next())) == "é")
    var outer = try fields.message(in: #require(try fields.next()))
    var inner = try outer.message(in: #require(try outer.next()))
    var (floats, integers, doubles): ([Float], [Int], [Double]) = ([], [], [])
    try inner.append(floatsIn: #require(try inner.next()), to: &floats)
    try fields.append(integersIn: #require(try fields.next()), to: &integers)
    try fields.append(doublesIn: #require(try fields.next()), to: &doubles)
    #expect(floats == [1, -0.5] && integers == [-1, 0, Int.max] && doubles == [0.1])
    #expect(try fields.next() == nil)
  }

  /// Long contents are kept in pieces, which are the same bytes.
  @Test func longContentsAreTheSameBytes() throws {
    let long = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    var writer = WireWriter()
    writer.message(1) { outer in
      outer.text(1, "before")
      outer.message(2) { $0.bytes(9, long) }
      outer.text(3, "after")
    }
    #expect(writer.pieces.count > 1 && writer.byteCount == writer.bytes.count)
    var fields = reader(writer.bytes)
    var outer = try fields.message(in: #require(try fields.next()))
    #expect(try outer.text(in: #require(try outer.next())) == "before")
    var inner = try outer.message(in: #require(try outer.next()))
    guard case .bytes(let range)? = try inner.next()?.value else {
      Issue.record("no bytes")
      return
    }
    #expect(Array(inner.bytes[range]) == long)
    #expect(try outer.text(in: #require(try outer.next())) == "after")
  }

  static let refused: [(bytes: [UInt8], problem: String)] = [
    ([0x08], "1 bytes needed and 0 left"),
    ([0x08] + [UInt8](repeating: 0xff, count: 10) + [1], "a number has more than 64 bits"),
    ([0x12, 0x05, 0x61], "field 2 says it has 5 bytes, and 1 are left"),
    ([0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], "and 0 are left"),
    ([0x0b, 0x0c], "field 1 is of the kind 3, which nothing writes"),
    ([0x0f], "field 1 is of the kind 7"),
    ([0x00], "a field has the number 0"),
    ([0x0d, 1, 2], "4 bytes needed and 2 left"), ([0x09, 1, 2], "8 bytes needed and 2 left"),
  ]

  @Test(arguments: refused) func refusesWhatIsNoMessage(_ bytes: [UInt8], _ problem: String) {
    var fields = reader(bytes)
    let error = #expect(throws: FormatError.self) { while try fields.next() != nil {} }
    let line = error.map { "\($0)" } ?? ""
    #expect(line.contains(problem) && line.hasPrefix("a.onnx: refused as a test file at byte"))
  }

  @Test func refusesMessagesThatAreTooDeep() {
    var bytes: [UInt8] = []
    for _ in 0..<60 {
      var outer = WireWriter()
      outer.bytes(1, bytes)
      bytes = outer.bytes
    }
    func descend(_ fields: WireReader) throws {
      var fields = fields
      while let field = try fields.next() { try descend(fields.message(in: field)) }
    }
    #expect(throws: FormatError.self) { try descend(reader(bytes)) }
  }
}

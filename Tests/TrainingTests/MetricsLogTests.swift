import Foundation
import GradusInterchange
import GradusTestSupport
import Testing

@testable import GradusTraining

@Suite struct MetricsLogTests {
  private let folder: TemporaryFolder
  private static let columns = ["epoch", "loss", "conv1.weight/norm"]

  init() throws { folder = try TemporaryFolder() }

  private static func values(_ step: Int) -> [String: Double] {
    var values = ["epoch": Double(step / 4), "loss": 1 / Double(step + 3)]
    if step % 3 == 0 { values["conv1.weight/norm"] = step % 2 == 0 ? .nan : Double(step) * 1e-9 }
    return values
  }

  private func contents() throws -> [String] {
    try ["metrics.jsonl", "metrics.csv"].map {
      String(decoding: try FileContents.read(folder[$0]), as: UTF8.self)
    }
  }

  @Test func writesOneLineARecord() throws {
    let log = try MetricsLog(creatingIn: folder.path, columns: ["epoch", "loss"])
    try log.append(step: 0, ["loss": 0.1, "epoch": 2])
    try log.append(step: 0, ["loss": .nan])
    try log.append(step: 7, ["loss": -1e-20, "epoch": .infinity])
    #expect(
      try contents() == [
        """
        {"step":0,"epoch":2,"loss":0.1}
        {"step":0,"epoch":null,"loss":null}
        {"step":7,"epoch":null,"loss":-1e-20}

        """,
        "step,epoch,loss\n0,2,0.1\n0,,\n7,,-1e-20\n",
      ])
  }

  @Test func numbersReadBackExactly() throws {
    let log = try MetricsLog(creatingIn: folder.path, columns: ["x"])
    let values = [0.1, 1e300, .leastNonzeroMagnitude, -0.25, 1e22, 0x1p53, 123_456_789, .pi]
    for value in values { try log.append(step: 1, ["x": value]) }
    let lines = try contents()[0].split(separator: "\n")
    for (line, value) in zip(lines, values) {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect((object?["x"] as? NSNumber)?.doubleValue == value)
    }
    let fields = try contents()[1].split(separator: "\n").dropFirst().map {
      $0.split(separator: ",")
    }
    #expect(fields.map { Double($0[1]) } == values)
  }

  /// Interrupts at every step, tears both files at every byte after the checkpoint, resumes.
  @Test func aResumedRunLeavesTheSameBytes() throws {
    let steps = 9
    var whole: [String] = []
    var sizes: [[Int]] = []
    do {
      let log = try MetricsLog(creatingIn: folder.path, columns: Self.columns)
      for step in 0..<steps {
        sizes.append(try contents().map(\.utf8.count))
        try log.append(step: step, Self.values(step))
        try log.append(step: step, ["loss": Double(step)])
      }
      whole = try contents()
    }
    for checkpoint in 0..<steps {
      for torn in 0...60 {
        for (index, name) in ["metrics.jsonl", "metrics.csv"].enumerated() {
          let bytes = Array(whole[index].utf8)
          // The two files are torn at different places.
          let end = min(bytes.count, sizes[checkpoint][index] + torn * (index + 1))
          try Data(bytes[..<end]).write(to: URL(fileURLWithPath: folder[name]))
        }
        let log = try MetricsLog(
          resumingIn: folder.path, columns: Self.columns, atStep: checkpoint)
        for step in checkpoint..<steps {
          try log.append(step: step, Self.values(step))
          try log.append(step: step, ["loss": Double(step)])
        }
        try log.synchronize()
        #expect(try contents() == whole, "resumed at \(checkpoint), torn after \(torn)")
      }
    }
    #expect(try folder.names == ["metrics.csv", "metrics.jsonl"])
  }

  @Test func readsBackWhatItWrote() throws {
    let log = try MetricsLog(creatingIn: folder.path, columns: Self.columns)
    for step in 0..<7 { try log.append(step: step, Self.values(step)) }
    try Data(try FileContents.read(folder["metrics.jsonl"]) + Array("{\"step\":7,\"lo".utf8))
      .write(to: URL(fileURLWithPath: folder["metrics.jsonl"]))
    let table = try MetricsTable(readingFrom: folder.path)
    #expect(table.records.map(\.step) == Array(0..<7))
    for record in table.records {
      #expect(record.values == Self.values(record.step).filter { $0.value.isFinite })
      #expect(record[.loss] == 1 / Double(record.step + 3) && record[.error] == nil)
    }
    #expect(table["conv1.weight/norm"].map(\.step) == [3])
    #expect(table[.loss].map(\.value) == (0..<7).map { 1 / Double($0 + 3) })
  }

  @Test(arguments: ["{}", "[1]", "{\"step\":0.5}", "{\"step\":null}", "{\"step\":1,\"x\":\"y\"}"])
  func namesALineThatIsNoRecord(line: String) throws {
    try Data("{\"step\":0,\"x\":1}\n\(line)\n".utf8)
      .write(to: URL(fileURLWithPath: folder["metrics.jsonl"]))
    let error = #expect(throws: MetricsLogError.self) {
      try MetricsTable(readingFrom: folder.path)
    }
    #expect(error?.path == folder["metrics.jsonl"] && error?.line == 2)
  }

  @Test func resumingAtTheStartNeedsNoEarlierLog() throws {
    try Data("torn hea".utf8).write(to: URL(fileURLWithPath: folder["metrics.csv"]))
    _ = try MetricsLog(resumingIn: folder.path, columns: ["x"], atStep: 0)
    #expect(try contents() == ["", "step,x\n"])
  }

  @Test func refusesWhatItCannotContinueAndChangesNothing() throws {
    let log = try MetricsLog(creatingIn: folder.path, columns: ["x"])
    for step in 0..<5 { try log.append(step: step, ["x": 1]) }
    let before = try contents()
    let error = try #require(throws: MetricsLogError.self) {
      try MetricsLog(resumingIn: folder.path, columns: ["y"], atStep: 2)
    }
    #expect(error.path == folder["metrics.csv"] && error.line == 1)
    let taken = try #require(throws: FileError.self) {
      try MetricsLog(creatingIn: folder.path, columns: ["x"])
    }
    #expect(taken.code == EEXIST)
    #expect(try contents() == before)

    let damaged = before[0].replacingOccurrences(of: #"{"step":1"#, with: #"{"stop":1"#)
    try Data(damaged.utf8).write(to: URL(fileURLWithPath: folder["metrics.jsonl"]))
    let broken = try #require(throws: MetricsLogError.self) {
      try MetricsLog(resumingIn: folder.path, columns: ["x"], atStep: 2)
    }
    #expect(broken.path == folder["metrics.jsonl"] && broken.line == 2)
  }

  @Test(arguments: ["missing", "/dev/null"]) func namesTheFolderThatCannotHoldIt(name: String) {
    let path = name.hasPrefix("/") ? name : folder[name]
    let error = #expect(throws: FileError.self) {
      try MetricsLog(creatingIn: path, columns: ["x"])
    }
    #expect(error?.path == path + "/metrics.jsonl")
    #expect(throws: FileError.self) {
      try MetricsLog(resumingIn: path, columns: ["x"], atStep: 3)
    }
  }

  @Test func saysThatTheDiskIsFull() throws {
    _ = try MetricsLog(creatingIn: folder.path, columns: ["x"])
    try FileManager.default.removeItem(atPath: folder["metrics.jsonl"])
    try FileManager.default.createSymbolicLink(
      atPath: folder["metrics.jsonl"], withDestinationPath: "/dev/full")
    // Resuming reads the files, and a device is not one that can be cut.
    let error = #expect(throws: FileError.self) {
      try MetricsLog(resumingIn: folder.path, columns: ["x"], atStep: 1)
    }
    #expect(error?.code == EINVAL)
  }

  @Test func misuseTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = try MetricsLog(creatingIn: TemporaryFolder().path, columns: ["a b"])
    }
    await #expect(processExitsWith: .failure) {
      let folder = try TemporaryFolder()
      try MetricsLog(creatingIn: folder.path, columns: ["a"]).append(step: 1, ["b": 1])
    }
  }
}

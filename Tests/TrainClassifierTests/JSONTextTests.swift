import Foundation
import GradusExampleSupport
import Testing

/// Whatever the numbers, what is written as JSON is JSON.
@Suite struct JSONTextTests {
  private struct Sample: Codable {
    let name: String
    let numbers: [Double]
    let single: Float
  }

  @Test(arguments: [true, false]) func numbersThatAreNoneBecomeNull(_ indented: Bool) throws {
    let sample = Sample(
      name: "NaN \"Infinity\"", numbers: [1, .nan, -.infinity, .infinity, -0.5], single: .nan)
    let text = try sample.json(indented: indented)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["name"] as? String == sample.name)
    let numbers = try #require(object["numbers"] as? [Any])
    #expect(numbers.map { $0 is NSNull } == [false, true, true, true, false])
    #expect(object["single"] is NSNull)
  }

  @Test func marksThatNobodySeesAreEscaped() throws {
    let name = "a\u{202e}b\u{200b}c\u{7f}\u{e0001}\u{1b}\nü\u{2028}"
    let text = try Sample(name: name, numbers: [], single: 1).json(indented: true)
    #expect(try JSONDecoder().decode(Sample.self, from: Data(text.utf8)).name == name)
    let seen = text.unicodeScalars.filter { $0 != "\n" }
    #expect(
      seen.allSatisfy {
        ![.control, .format, .lineSeparator].contains($0.properties.generalCategory)
      })
    #expect(text.contains("ü") && text.contains("\\u202e"))
  }

  @Test(arguments: [
    ("plain-1.txt", "plain-1.txt"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"),
    ("$(rm)", "'$(rm)'"), ("-x", "-x"), ("ü", "'ü'"),
  ]) func wordsForAShellAreQuoted(_ text: String, _ expected: String) throws {
    #expect(text.quotedForShell == expected)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "printf %s \(text.quotedForShell)"]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    shell.waitUntilExit()
    #expect(
      String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == text)
  }
}

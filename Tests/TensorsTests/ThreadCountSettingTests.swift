import Foundation
import GradusTestSupport
import Testing

@testable import GradusTensors

@Suite struct ThreadCountSettingTests {
  @Test func takesWholeNumbersInRange() {
    for (text, count) in [("1", 1), ("2", 2), ("1024", 1024)] {
      let setting = ThreadCountSetting(text, cores: 8)
      #expect(setting.count == count && setting.warning == nil)
    }
    let absent = ThreadCountSetting(nil, cores: 8)
    #expect(absent.count == 8 && absent.warning == nil)
    #expect(ThreadCountSetting(nil, cores: 0).count == 1)
  }

  @Test(arguments: ["", "0", "-1", "1025", "two", "2.5", " 2", "99999999999999999999"])
  func saysWhatIsWrongAndTakesTheCores(_ text: String) throws {
    let setting = ThreadCountSetting(text, cores: 3)
    #expect(setting.count == 3)
    let warning = try #require(setting.warning)
    #expect(warning.contains("GRADUS_THREADS is \"\(text)\"") && warning.contains("using 3"))
    #expect(!warning.contains("\n"))
  }

  @ThreadCountOwner @Test func aLoopInsideALoopRunsOnItsCaller() {
    var sums = [Int](repeating: 0, count: 64)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      onThreads(4) {
        Parallel.forEach(64) { outer in
          // Written without a lock: right only if one thread runs all of it.
          Parallel.forEach(1000) { sums[outer] += $0 }
        }
      }
    }
    #expect(sums == [Int](repeating: 499_500, count: 64))
  }

  /// The number is the process's: a test that sets it behind the owner's back makes others fail by chance.
  @Test func testsSetItThroughTheirOwner() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let files = try #require(
      FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil))
    var setters: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      if text.contains(/\.threadCount\s*=[^=]/) { setters.insert(file.lastPathComponent) }
    }
    #expect(setters == ["ThreadCountOwner.swift"])
  }
}

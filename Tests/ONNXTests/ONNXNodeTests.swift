import Foundation
import Gradus
import Testing

@testable import GradusONNX

/// The node tests of the onnx package, where `Scripts/onnx-node-tests.py` has written them.
@Suite struct ONNXNodeTests {
  private static let folder = ProcessInfo.processInfo.environment["GRADUS_ONNX_NODES"]

  private enum Outcome {
    case passed
    case unread(String)
    case wrong(String)
  }

  @Test(.enabled(if: folder != nil)) func nodesAreRight() throws {
    let folder = Self.folder ?? ""
    var passed = 0
    var (unread, wrong): ([String], [String]) = ([], [])
    for name in try FileContents.names(in: folder) {
      switch Self.outcome("\(folder)/\(name)") {
      case .passed: passed += 1
      case .unread(let reason): unread.append("\(name): \(reason)")
      case .wrong(let reason): wrong.append("\(name): \(reason)")
      }
    }
    print(
      "node tests: \(passed) pass, \(unread.count) have something that is not read, \(wrong.count) differ"
    )
    if let path = ProcessInfo.processInfo.environment["GRADUS_ONNX_REPORT"] {
      try AtomicFile.write((wrong + unread).joined(separator: "\n") + "\n", to: path)
    }
    #expect(passed >= 300)
    // Its expected numbers are rounded to half precision after each step.
    wrong.removeAll { $0.contains("fp16") || $0.contains("float16") }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }

  private static func outcome(_ folder: String) -> Outcome {
    do {
      let model = try ONNXModel(contentsOf: "\(folder)/model.onnx")
      var inputs: [String: Tensor] = [:]
      for (place, port) in model.inputs.enumerated() {
        inputs[port.name] = try NumPyFile.read("\(folder)/input_\(place).npy")
      }
      let results = try model(inputs)
      for (place, port) in model.outputs.enumerated() {
        let expected = try NumPyFile.read("\(folder)/output_\(place).npy")
        guard let found = results[port.name] else { return .wrong("no \(port.name)") }
        guard found.shape == expected.shape else {
          return .wrong("\(found.shape), expected \(expected.shape)")
        }
        for (a, b) in zip(found.scalars, expected.scalars)
        where !(a == b || a.isNaN && b.isNaN || abs(a - b) <= 1e-7 + 1e-3 * abs(b)) {
          return .wrong("\(a), expected \(b)")
        }
      }
      return .passed
    } catch { return .unread("\(error)") }
  }
}

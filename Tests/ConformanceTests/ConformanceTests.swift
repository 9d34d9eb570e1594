import Foundation
import Gradus
import Testing

/// PyTorch's own samples of the operations and modules that are shared with it: values, gradients and
/// products with the Hessian; and twenty steps of its optimisers.
///
/// The samples are made by `Scripts/make-conformance-samples.py` into a folder that `GRADUS_CONFORMANCE` names;
/// without it nothing is compared.
@Suite struct ConformanceTests {
  private static let folder = ProcessInfo.processInfo.environment["GRADUS_CONFORMANCE"]

  @Test(.enabled(if: folder != nil)) func operationsAgreeWithPyTorch() throws {
    try compare("operations") { name, file in
      let rule = try #require(ConformanceOperations.all[name], "no rule for \(name)")
      return try ConformanceReport(file, rule)
    }
  }

  @Test(.enabled(if: folder != nil)) func modulesAgreeWithPyTorch() throws {
    try compare("modules") { name, file in
      let rule = try #require(ConformanceModules.all[name], "no rule for \(name)")
      return try ConformanceReport(file, rule)
    }
  }

  @Test(.enabled(if: folder != nil)) func optimisersAgreeWithPyTorch() throws {
    try compare("optimizers") { name, file in
      let rule = try #require(ConformanceOptimizers.all[name], "no rule for \(name)")
      return try ConformanceReport(file, rule)
    }
  }

  /// Compares all files of one kind, prints what became of them, and fails for what is unequal.
  private func compare(
    _ kind: String, _ report: (String, URL) throws -> ConformanceReport
  ) throws {
    let folder = URL(fileURLWithPath: try #require(Self.folder)).appendingPathComponent(kind)
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "jsonl" }.sorted { $0.path < $1.path }
    try #require(!files.isEmpty)
    var table = TextTable([kind, "tried", "equal", "different on purpose", "failed"])
    var (totals, notes, failures) = ([0, 0, 0, 0], [String](), [String]())
    for file in files {
      let name = file.deletingPathExtension().lastPathComponent
      let report = try report(name, file)
      let different = report.different.values.reduce(0, +)
      let row = [report.tried, report.equal, different, report.failures.count]
      totals = zip(totals, row).map(+)
      table.rows.append([name] + row.map(String.init))
      for (reason, count) in report.different.sorted(by: { $0.key < $1.key }) {
        notes.append("\(name): \(count) different, Gradus \(reason)")
      }
      if let allowance = report.allowance { notes.append("\(name): equal \(allowance)") }
      failures += report.failures
    }
    table.rows.append(["all"] + totals.map(String.init))
    print(table.text + notes.joined(separator: "\n"))
    for failure in failures { Issue.record("\(failure)") }
  }

  /// The comparison sees what it is there to see.
  @Test func wrongRulesFail() throws {
    let line = """
      {"operation":"sin","variant":"","arguments":[{"tensor":0}],"named":{},"tensors":[{"shape":[2],\
      "values":[0,0.5],"kind":"leaf"}],"outputs":[{"shape":[2],"values":[0,0.479425538604203]}],\
      "cotangents":[[1,2]],"directions":[[1,1]],"gradients":[[1,1.7551651237807455]],\
      "products":[[0,-0.958851077208406]]}
      """
    let file = try written(line)
    defer { try? FileManager.default.removeItem(at: file) }
    func report(_ function: @escaping @Sendable (Variable) -> Variable) throws -> ConformanceReport
    {
      try ConformanceReport(file, ConformanceOperations.unary(function))
    }
    #expect(try report { $0.sin() }.equal == 1)
    #expect(try report { $0.cos() }.failures.first?.contains("value") == true)
    // The right value with a wrong gradient, and with a right gradient and a wrong second derivative.
    let wrong = try report { x in x.sin() + (x - x.detached) * 1e-3 }
    #expect(wrong.failures.first?.contains("gradient") == true)
    let flat = try report { x in
      let slope = x.value.cos()
      return Variable(x.value.sin()) + (x - x.detached) * slope
    }
    #expect(flat.failures.first?.contains("second") == true)
  }

  /// A layer's parameters are differentiated by, in PyTorch's order, and must have PyTorch's names.
  @Test(arguments: [
    ("weight", 6.0, 1, ""), ("weight", 6.5, 0, "gradient, input 1"), ("wait", 6, 0, "parameters"),
  ])
  func parametersAreCompared(_ name: String, _ slope: Double, _ equal: Int, _ words: String) throws
  {
    let line = """
      {"operation":"Linear","variant":"","arguments":[{"tensor":0}],"named":{"in_features":{"number":2},\
      "out_features":{"number":1}},"tensors":[{"shape":[1,2],"values":[2,3],"kind":"leaf"},\
      {"shape":[1,2],"values":[4,5],"kind":"leaf"}],"outputs":[{"shape":[1,1],"values":[23]}],\
      "cotangents":[[2]],"directions":[[0,0],[0,0]],"gradients":[[8,10],[4,\(slope)]],"products":null,\
      "training":true,"parameters":{"\(name)":1},"buffers":{}}
      """
    let file = try written(line)
    defer { try? FileManager.default.removeItem(at: file) }
    let report = try ConformanceReport(file, try #require(ConformanceModules.all["Linear"]))
    #expect(report.equal == equal)
    #expect(report.failures.allSatisfy { $0.contains(words) } && report.tried == 1)
  }

  /// A step that leads elsewhere is seen.
  @Test(arguments: [(0.74, 1), (0.741, 0)])
  func stepsAreCompared(_ second: Double, _ equal: Int) throws {
    let line = """
      {"optimizer":"SGD","variant":"","settings":{"lr":{"number":0.1},"momentum":{"number":0.5}},\
      "shapes":[[1]],"start":[[1]],"gradients":[[[2]],[[-0.4]]],"steps":[[[0.8]],[[\(second)]]]}
      """
    let file = try written(line)
    defer { try? FileManager.default.removeItem(at: file) }
    let report = try ConformanceReport(file, try #require(ConformanceOptimizers.all["SGD"]))
    #expect(report.equal == equal && report.tried == 1)
  }

  /// A sample in a file of its own.
  private func written(_ line: String) throws -> URL {
    let file = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("gradus-conformance-\(UUID().uuidString).jsonl")
    try Data(line.utf8).write(to: file)
    return file
  }
}

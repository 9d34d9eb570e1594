import GradusAutodiff
import GradusTensors
import Testing

@Suite("The anomaly detector names step, layer, operation and element")
struct AnomalyDetectorTests {
  private final class Scope: TapeScope {
    let children: [String: Scope]
    init(_ children: [String: Scope] = [:]) { self.children = children }
    func path(to descendant: AnyObject) -> String? {
      children.first { $0.value === descendant }?.key
    }
  }

  private func run(
    _ values: [Double], step: Int, _ f: (Variable) -> Variable
  ) -> AnomalyDetector {
    let detector = AnomalyDetector()
    let tape = Tape(.training, step: step, observers: [detector])
    let child = Scope()
    let model = Scope(["layer1": child])
    let x = tape.variable(Tensor(values, shape: [values.count], dtype: .float64))
    let y = tape.inScope(of: model) { tape.inScope(of: child) { f(x) } }
    _ = tape.gradients(of: y.sum())
    return detector
  }

  @Test("a finite run throws nothing")
  func finiteRun() throws {
    try run([1, 2], step: 0) { $0.log() }.check()
  }

  @Test("a forward NaN")
  func forward() throws {
    let detector = run([1, 4, -1, -2], step: 12) { ($0 * 1).log() }
    let found = try #require(detector.first)
    #expect(found.step == 12 && found.operation == "log" && found.path == "layer1")
    #expect(!found.isGradient && found.index == 2 && found.element.isNaN && found.sources.isEmpty)
    #expect(found.description.hasPrefix("step 12: NaN in the result of log in layer1 (shape [4]"))
    #expect(throws: AnomalyDetector.Anomaly.self) { try detector.check() }
  }

  @Test("a backward infinity, with the operation whose pullback gave it")
  func backward() throws {
    let detector = run([1, 0], step: 7) { ($0 * 1).squareRoot() }
    let found = try #require(detector.first)
    #expect(found.step == 7 && found.operation == "multiplyNumber" && found.path == "layer1")
    #expect(found.isGradient && found.index == 1 && found.element == .infinity)
    #expect(found.sources.count == 1)
    #expect(found.sources.first?.hasPrefix("squareRoot in layer1") == true)
    #expect(found.description.contains("infinity in the gradient of multiplyNumber in layer1"))
    #expect(found.description.contains("given by squareRoot in layer1"))
  }

  /// A layer's NaN stays what the next ones see, so that the first one found is where it was made.
  @Test("a NaN between convolutions, by every algorithm", arguments: ConvolutionAlgorithm.allCases)
  func betweenConvolutions(_ algorithm: ConvolutionAlgorithm) throws {
    let geometry = ConvolutionGeometry(padding: 1, algorithm: algorithm)
    let filter = Variable(
      Tensor.normal(
        [3, 3, 8, 8], from: RandomStream(seed: 1, name: "filter"), dtype: .float64))
    var values = [Double](repeating: 1, count: 12 * 12 * 8)
    values[8 * (12 * 5 + 6)] = -1
    let detector = run(values, step: 3) { x in
      let images = (x * 1).reshaped(to: [1, 12, 12, 8])
      return images.log().conv2d(filter, geometry).relu().conv2d(filter, geometry)
    }
    let found = try #require(detector.first)
    #expect(found.operation == "log" && found.index == 8 * (12 * 5 + 6))
    let pixels = Tensor(values, shape: [1, 12, 12, 8], dtype: .float64).log()
      .conv2d(filter.value, geometry).maximum(axes: [3]).scalars
    #expect(pixels.indices.filter { pixels[$0].isNaN }.count == 9)
  }

  @Test("a forward NaN inside a recomputed part")
  func forwardInARecomputedPart() throws {
    let inner = Scope()
    let detector = run([1, 4, -1, -2], step: 12) { x in
      recomputing(x) { x in x[0].tape!.inScope(of: inner) { (x[0] * 1).log() * 2 } }
    }
    let found = try #require(detector.first)
    #expect(found.operation == "log" && found.path == "layer1.Scope" && found.step == 12)
    #expect(!found.isGradient && found.index == 2 && found.element.isNaN)
  }

  @Test("a backward infinity inside a recomputed part, and nothing of a finite one")
  func backwardInARecomputedPart() throws {
    let detector = run([1, 0], step: 7) { recomputing($0) { ($0[0] * 1).squareRoot() } }
    let found = try #require(detector.first)
    #expect(found.operation == "multiplyNumber" && found.path == "layer1" && found.isGradient)
    #expect(found.sources.first?.hasPrefix("squareRoot in layer1") == true)
    try run([1, 2], step: 7) { recomputing($0) { ($0[0] * 1).squareRoot() } }.check()
  }
}

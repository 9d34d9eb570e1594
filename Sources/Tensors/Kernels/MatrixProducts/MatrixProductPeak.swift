/// The fastest arithmetic there is on this machine, to measure other work against: large
/// single-threaded products in float32, one on each thread at the same time.
package struct MatrixProductPeak {
  private let size: Int
  private let products: Int
  private let a: Tensor
  private let b: Tensor
  private let results: [Tensor]

  /// Makes the matrices, `size` by `size`, and a result for each thread in use now.
  package init(size: Int) {
    self.size = size
    products = Parallel.threadCount
    let stream = RandomStream(seed: 1, name: "matrix product peak")
    a = .uniform([size, size], in: -1..<1, from: stream)
    b = .uniform([size, size], in: -1..<1, from: stream)
    results = (0..<products).map { _ in Tensor(uninitialized: [size, size], .float32) }
  }

  /// Floating-point operations of one run: two for each multiply-add.
  package var floatingPointOperations: Double { 2 * Double(products * size * size * size) }

  /// Multiplies once on each thread.
  package func run() {
    let (pa, pb) = (a.pointer(Float.self), b.pointer(Float.self))
    let targets = results.map { $0.mutablePointer(Float.self) }
    Parallel.forEach(products) { index in
      Float.product(
        m: size, n: size, k: size, MatrixView(base: pa, stride: size),
        MatrixView(base: pb, stride: size), adds: false, targets[index], cStride: size)
    }
    withExtendedLifetime((a, b, results)) {}
  }
}

import GradusVectorKernels

/// Scratch memory for a matrix of each of Winograd's frequencies.
struct WinogradBuffer {
  /// Bytes from one frequency's matrix to the next.
  let stride: Int
  private let memory: Scratch

  var base: UnsafeMutableRawPointer { memory.base }

  /// Room for matrices of `byteCount` bytes each.
  init(byteCount: Int) {
    // A cache line more than the matrix: matrices a power of two apart would share cache sets.
    stride = (byteCount + 127) / 64 * 64
    memory = Scratch(byteCount: WinogradTransform.frequencies * stride)
  }

  /// A frequency's matrix, from its element `offset` on.
  func matrix<T>(_ frequency: Int, from offset: Int = 0, _: T.Type) -> UnsafeMutablePointer<T> {
    (base + frequency * stride).assumingMemoryBound(to: T.self) + offset
  }

  /// The same, to read from.
  func view<T>(_ frequency: Int, from offset: Int = 0, _: T.Type) -> UnsafePointer<T> {
    UnsafePointer(matrix(frequency, from: offset, T.self))
  }
}

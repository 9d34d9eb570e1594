/// An element type the kernels of this module are compiled for.
@usableFromInline
package protocol VectorScalar: BinaryFloatingPoint, SIMDScalar, Codable {
  /// Multiplies gathered rows with one panel of a matrix.
  static func run(_ product: GatheredProduct<Self>)
  /// Sums the outer products of gathered rows with rows of a panel.
  static func run(_ product: OuterProductSum<Self>)
  /// Sums what each pixel of a run of a depthwise convolution sees.
  static func run(_ run: DepthwiseRun<Self>)
  /// Sums a rectangle's part of the gradient of a depthwise convolution's filter.
  static func run(_ sum: DepthwiseFilterSum<Self>)
  /// Applies an epilogue to neighbouring elements.
  static func run(_ epilogue: EpilogueRun<Self>)

  /// The sizes of register tiles.
  static var registerTile: RegisterTile { get }
  /// Brings parts of rows of tiles to Winograd's frequencies, by way of a strip.
  static func run(
    _ patches: WinogradPatches<Self>, _ parts: Range<Int>, _ target: WinogradPatches<Self>.Target,
    strip: UnsafeMutablePointer<Self>)
  /// Brings some inputs of a panel of a filter to Winograd's frequencies.
  static func run(
    _ panel: WinogradFilterPanel<Self>, _ rows: Range<Int>,
    _ target: WinogradFilterPanel<Self>.Target)
  /// Multiplies transformed tiles with a panel of a transformed filter.
  static func run(_ products: WinogradProducts<Self>)
  /// Brings products back to pixels.
  static func run(_ outputs: WinogradOutputs<Self>, _ parts: Range<Int>)
  /// Sums outer products of transformed tiles and gradients.
  static func run(_ sum: WinogradFilterSum<Self>)
  /// Brings sums of outer products back to the gradients of some inputs and outputs.
  static func run(_ gradient: WinogradFilterGradient<Self>, rows: Range<Int>, columns: Range<Int>)
}

/// Eight elements, the register width of AVX2 for `Float`.
typealias Vector = SIMD8

/// Loads and stores of whole vectors, written for each concrete type so that they are single
/// instructions wherever a generic kernel is specialised.
protocol VectorMemory: VectorScalar {
  static func load(_ pointer: UnsafePointer<Self>) -> Vector<Self>
  static func store(_ value: Vector<Self>, _ pointer: UnsafeMutablePointer<Self>)
}

extension Float: VectorMemory {
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
  }
}

extension Double: VectorMemory {
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Double>) -> SIMD8<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Double>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD8<Double>, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Double>.self)
  }
}

extension VectorMemory {
  /// The first `lanes` (1 to 8) elements at a pointer; the rest is zero and not read.
  @inline(__always)
  static func load(_ pointer: UnsafePointer<Self>, lanes: Int) -> Vector<Self> {
    if lanes >= 8 { return load(pointer) }
    var value = Vector<Self>.zero
    for lane in 0..<max(0, lanes) { value[lane] = pointer[lane] }
    return value
  }

  /// Adds or writes the first `columns` (1 to 8) elements of a vector.
  @inline(__always)
  static func store(
    _ value: Vector<Self>, _ pointer: UnsafeMutablePointer<Self>, columns: Int, adding: Bool
  ) {
    if columns >= 8 {
      store(adding ? load(UnsafePointer(pointer)) + value : value, pointer)
    } else {
      for lane in 0..<max(0, columns) {
        pointer[lane] = adding ? pointer[lane] + value[lane] : value[lane]
      }
    }
  }
}

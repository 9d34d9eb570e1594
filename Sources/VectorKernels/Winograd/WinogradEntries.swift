// Where the library enters the kernels: one function for each of them and each element type, compiled
// for the tier of this module.

extension Float {
  @usableFromInline package static var registerTile: RegisterTile { RegisterTile(NativeFloat.self) }

  @inline(never)
  @usableFromInline package static func run(
    _ patches: WinogradPatches<Float>, _ parts: Range<Int>,
    _ target: WinogradPatches<Float>.Target, strip: UnsafeMutablePointer<Float>
  ) { patches.run(NativeFloat.self, parts, target, strip) }

  @inline(never)
  @usableFromInline package static func run(
    _ panel: WinogradFilterPanel<Float>, _ rows: Range<Int>,
    _ target: WinogradFilterPanel<Float>.Target
  ) { panel.run(NativeFloat.self, rows, target) }

  @inline(never)
  @usableFromInline package static func run(_ products: WinogradProducts<Float>) {
    products.run(NativeFloat.self)
  }

  @inline(never)
  @usableFromInline package static func run(_ outputs: WinogradOutputs<Float>, _ parts: Range<Int>)
  {
    outputs.run(NativeFloat.self, parts)
  }

  @inline(never)
  @usableFromInline package static func run(_ sum: WinogradFilterSum<Float>) {
    sum.run(NativeFloat.self)
  }

  @inline(never)
  @usableFromInline package static func run(
    _ gradient: WinogradFilterGradient<Float>, rows: Range<Int>, columns: Range<Int>
  ) { gradient.run(NativeFloat.self, rows: rows, columns: columns) }
}

extension Double {
  @usableFromInline package static var registerTile: RegisterTile {
    RegisterTile(NativeDouble.self)
  }

  @inline(never)
  @usableFromInline package static func run(
    _ patches: WinogradPatches<Double>, _ parts: Range<Int>,
    _ target: WinogradPatches<Double>.Target, strip: UnsafeMutablePointer<Double>
  ) { patches.run(NativeDouble.self, parts, target, strip) }

  @inline(never)
  @usableFromInline package static func run(
    _ panel: WinogradFilterPanel<Double>, _ rows: Range<Int>,
    _ target: WinogradFilterPanel<Double>.Target
  ) { panel.run(NativeDouble.self, rows, target) }

  @inline(never)
  @usableFromInline package static func run(_ products: WinogradProducts<Double>) {
    products.run(NativeDouble.self)
  }

  @inline(never)
  @usableFromInline package static func run(_ outputs: WinogradOutputs<Double>, _ parts: Range<Int>)
  {
    outputs.run(NativeDouble.self, parts)
  }

  @inline(never)
  @usableFromInline package static func run(_ sum: WinogradFilterSum<Double>) {
    sum.run(NativeDouble.self)
  }

  @inline(never)
  @usableFromInline package static func run(
    _ gradient: WinogradFilterGradient<Double>, rows: Range<Int>, columns: Range<Int>
  ) { gradient.run(NativeDouble.self, rows: rows, columns: columns) }
}

extension ElementaryConstants where Scalar == Float {
  @inline(__always) static var rounder: Float { 0x1.8p23 }
  @inline(__always) static var exponentialRange: (low: Float, high: Float) { (-104, 89) }
  @inline(__always) static var log2: (high: Float, low: Float) {
    (0x1.62e43p-1, -0x1.05c61p-29)
  }
  @inline(__always) static var shortLog2: (high: Float, low: Float) {
    (0x1.62e4p-1, 0x1.7f7d1cp-20)
  }
  @inline(__always) static var lowestExponent: Float { -18 }
  @inline(__always) static var tanhRange: Float { 10 }
  @inline(__always) static var sigmoidRange: Float { 87 }
  /// Pi in three parts.
  @inline(__always) static var halfTurn: (Float, Float, Float) {
    (0x1.921fb4p1, 0x1.4442dp-23, 0x1.846988p-47)
  }
  @inline(__always) static var widestAngle: Float { 0x1p15 }
  @inline(__always) static var complementMiddle: Float { 2.5 }
  @inline(__always) static var complementEnd: Float { 4 }

  @inline(__always) static var exponential: [Float] {
    [0x1p-1, 0x1.555556p-3, 0x1.5554f4p-5, 0x1.110ff4p-7, 0x1.6d3f8cp-10, 0x1.a26612p-13]
  }
  @inline(__always) static var logarithm: [Float] {
    [0x1.555554p-1, 0x1.999c2p-2, 0x1.23d6e4p-2, 0x1.f095bcp-3]
  }
  @inline(__always) static var tanh: [Float] {
    [-0x1.55553ep-2, 0x1.1109c2p-3, -0x1.b89b9cp-5, 0x1.54cb3cp-6, -0x1.82aeeep-8]
  }
  @inline(__always) static var sine: [Float] {
    [-0x1.55554cp-3, 0x1.110ed2p-7, -0x1.9f6fdcp-13, 0x1.5dbbe2p-19]
  }
  @inline(__always) static var errorFunction: [Float] {
    [
      0x1.06eba8p-3, -0x1.812740p-2, 0x1.ce2d50p-4, -0x1.b7fe90p-6, 0x1.542e10p-8, -0x1.a50b10p-11,
      0x1.4c3460p-14,
    ]
  }
  @inline(__always) static var complement: [Float] {
    [
      0x1.f3a2e8p2, 0x1.56928ep2, 0x1.e3452600p-1, 0x1.5f3768p-7, -0x1.4240c2p-9, 0x1.459360p-13,
      -0x1.858fecp-13,
    ]
  }
  /// -log(1 - erf(u)) / u of u, up to 4, where what it is made for is off by 2e-8 at most.
  @inline(__always) static var normalTail: [Float] {
    [
      0x1.20dd88p0, 0x1.45f024p-1, 0x1.a58efep-4, -0x1.40dcb2p-6, 0x1.19746ep-11, 0x1.0ea76p-10,
      -0x1.43d28p-12, 0x1.07c242p-15,
    ]
  }
}

extension ElementaryConstants where Scalar == Double {
  @inline(__always) static var rounder: Double { 0x1.8p52 }
  @inline(__always) static var exponentialRange: (low: Double, high: Double) { (-746, 710) }
  @inline(__always) static var log2: (high: Double, low: Double) {
    (0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)
  }
  @inline(__always) static var shortLog2: (high: Double, low: Double) {
    (0x1.62e42feep-1, 0x1.a39ef35793c76p-33)
  }
  @inline(__always) static var lowestExponent: Double { -40 }
  @inline(__always) static var tanhRange: Double { 20 }
  @inline(__always) static var sigmoidRange: Double { 708 }
  /// Pi / 2 in three parts.
  @inline(__always) static var quarterTurn: (Double, Double, Double) {
    (0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110)
  }
  @inline(__always) static var widestAngle: Double { 0x1p20 }
  @inline(__always) static var complementMiddle: Double { 3.5 }
  @inline(__always) static var complementEnd: Double { 6 }

  @inline(__always) static var exponential: [Double] {
    [
      0x1p-1, 0x1.5555555555559p-3, 0x1.5555555555559p-5, 0x1.111111110f605p-7,
      0x1.6c16c16c14826p-10, 0x1.a01a01b03b09cp-13, 0x1.a01a01b024213p-16, 0x1.71ddf7532cf52p-19,
      0x1.27e4c626715fcp-22, 0x1.af60bae021aedp-26, 0x1.1f953e4952ac4p-29,
    ]
  }
  @inline(__always) static var logarithm: [Double] {
    [
      0x1.555555555559cp-1, 0x1.999999997c74ep-2, 0x1.249249451f80ep-2, 0x1.c71c4f50d1d0ep-3,
      0x1.7466d494c7b5fp-3, 0x1.39920031edf58p-3, 0x1.2fa9f71b08cd7p-3,
    ]
  }
  @inline(__always) static var tanh: [Double] {
    [
      -0x1.5555555555554p-2, 0x1.1111111110f06p-3, -0x1.ba1ba1b9f919bp-5, 0x1.664f4879a4fdcp-6,
      -0x1.226e33f63d3c6p-7, 0x1.d6d389f9c7262p-9, -0x1.7d9eb9835cad3p-10, 0x1.352230a033bcdp-11,
      -0x1.f21ead4925ee3p-13, 0x1.84003bc67adcdp-14, -0x1.05b2f776d99d7p-15, 0x1.b502f49081f7ap-18,
    ]
  }
  @inline(__always) static var sine: [Double] {
    [
      -0x1.5555555555555p-3, 0x1.111111111106ap-7, -0x1.a01a019ffec4dp-13, 0x1.71de3a3491ac1p-19,
      -0x1.ae642dedc6360p-26, 0x1.610b0022b0463p-33, -0x1.a0b854b44df88p-41,
    ]
  }
  /// (cos(x) - 1 + x² / 2) / x⁴ of x².
  @inline(__always) static var cosine: [Double] {
    [
      0x1.5555555555555p-5, -0x1.6c16c16c16b2fp-10, 0x1.a01a019ffc913p-16, -0x1.27e4fb5a084c3p-22,
      0x1.1eed6f87b3a52p-29, -0x1.93748bacbf3cfp-37, 0x1.9de0033526d00p-45,
    ]
  }
  @inline(__always) static var errorFunction: [Double] {
    [
      0x1.06eba8214db69p-3, -0x1.812746b037a25p-2, 0x1.ce2f21a045929p-4, -0x1.b82ce31358c93p-6,
      0x1.565bcd2d60b4ap-8, -0x1.c02db9714a1b2p-11, 0x1.f9a3c221818c1p-14, -0x1.f4ddb83f37986p-17,
      0x1.ba7460453b1ecp-20, -0x1.63fa96fdef9a2p-23, 0x1.158a26746b424p-26, -0x1.d4aecc5fe0660p-30,
      0x1.527aeb525f0dep-33,
    ]
  }
  @inline(__always) static var complement: [Double] {
    [
      0x1.c3991652a234dp3, 0x1.d107c69161b50p2, 0x1.eefa41a3c5fe7p-1, 0x1.567800d2c9b09p-8,
      -0x1.ca104f4ec0411p-11, 0x1.34e6c85da2ab4p-13, -0x1.9938755b8d659p-16, 0x1.04c178910cdfdp-18,
      -0x1.38d0a06a48a63p-21, 0x1.82fdd62b3a746p-24, -0x1.c12076fd37603p-31, 0x1.e34145f6fcaf7p-29,
      -0x1.134995cc9a933p-29, -0x1.9402c89b6b215p-29, -0x1.d6ec38be3e304p-30,
      -0x1.523b1dec92774p-31, -0x1.2b86f00608878p-33, -0x1.39df78d3dc744p-36,
      -0x1.232e33dedf1b7p-40,
    ]
  }
}

// The stages of an epilogue are types, so that the compiler makes a loop of its own for each kind of
// run. Closures in their place became a call for every vector.

/// The activations that an epilogue applies: those that need no elementary function.
@usableFromInline
package enum VectorActivation: Sendable {
  /// x.
  case identity
  /// max(x, 0).
  case relu
  /// min(max(x, 0), 6).
  case relu6
  /// x min(max(x + 3, 0), 6) / 6.
  case hardSwish
}

/// What is done with each channel first; `lanes` elements from a strip's `place` on.
private protocol EpilogueScaling {
  static func apply<T: VectorClamp>(
    _ x: Vector<T>, _ run: EpilogueRun<T>, _ place: Int, _ lanes: Int
  ) -> Vector<T>
}

private enum Unscaled: EpilogueScaling {
  @inline(__always)
  static func apply<T: VectorClamp>(
    _ x: Vector<T>, _ run: EpilogueRun<T>, _ place: Int, _ lanes: Int
  ) -> Vector<T> { x }
}

private enum Shifted: EpilogueScaling {
  @inline(__always)
  static func apply<T: VectorClamp>(
    _ x: Vector<T>, _ run: EpilogueRun<T>, _ place: Int, _ lanes: Int
  ) -> Vector<T> { x + T.load(run.shift + place, lanes: lanes) }
}

private enum Affine: EpilogueScaling {
  @inline(__always)
  static func apply<T: VectorClamp>(
    _ x: Vector<T>, _ run: EpilogueRun<T>, _ place: Int, _ lanes: Int
  ) -> Vector<T> {
    (x - T.load(run.mean + place, lanes: lanes)) * T.load(run.factor + place, lanes: lanes)
      + T.load(run.shift + place, lanes: lanes)
  }
}

/// An activation and its pullback.
private protocol EpilogueActivation {
  static func apply<T: VectorClamp>(_ x: Vector<T>) -> Vector<T>
  static func pullBack<T: VectorClamp>(_ x: Vector<T>, _ gradient: Vector<T>) -> Vector<T>
}

private enum Identity: EpilogueActivation {
  @inline(__always)
  static func apply<T: VectorClamp>(_ x: Vector<T>) -> Vector<T> { x }

  @inline(__always)
  static func pullBack<T: VectorClamp>(_ x: Vector<T>, _ gradient: Vector<T>) -> Vector<T> {
    gradient
  }
}

private enum Rectified: EpilogueActivation {
  @inline(__always)
  static func apply<T: VectorClamp>(_ x: Vector<T>) -> Vector<T> { T.clampedBelow(x) }

  @inline(__always)
  static func pullBack<T: VectorClamp>(_ x: Vector<T>, _ gradient: Vector<T>) -> Vector<T> {
    T.kept(gradient, whereBelow: .zero, x)
  }
}

private enum Clamped: EpilogueActivation {
  @inline(__always)
  static func apply<T: VectorClamp>(_ x: Vector<T>) -> Vector<T> { T.clamped(x) }

  @inline(__always)
  static func pullBack<T: VectorClamp>(_ x: Vector<T>, _ gradient: Vector<T>) -> Vector<T> {
    T.kept(gradient, whereUnclamped: x)
  }
}

private enum HardSwished: EpilogueActivation {
  @inline(__always)
  static func apply<T: VectorClamp>(_ x: Vector<T>) -> Vector<T> {
    x * T.clamped(x + Vector(repeating: 3)) * Vector(repeating: T(1.0 / 6))
  }

  @inline(__always)
  static func pullBack<T: VectorClamp>(_ x: Vector<T>, _ gradient: Vector<T>) -> Vector<T> {
    let moved = x + Vector(repeating: 3)
    let gate = T.clamped(moved)
    return gradient * (gate + T.kept(x, whereUnclamped: moved)) * Vector(repeating: T(1.0 / 6))
  }
}

extension EpilogueRun where T: VectorClamp {
  @inline(__always)
  func run() {
    switch scaling {
    case .none: run(Unscaled.self)
    case .shift: run(Shifted.self)
    case .affine: run(Affine.self)
    }
  }

  @inline(__always)
  private func run<S: EpilogueScaling>(_: S.Type) {
    switch activation {
    case .identity: run(S.self, Identity.self)
    case .relu: run(S.self, Rectified.self)
    case .relu6: run(S.self, Clamped.self)
    case .hardSwish: run(S.self, HardSwished.self)
    }
  }

  @inline(__always)
  private func run<S: EpilogueScaling, A: EpilogueActivation>(_: S.Type, _: A.Type) {
    switch (addition != nil, gradient != nil) {
    case (false, false): loop(S.self, A.self, adds: false, pullsBack: false)
    case (false, true): loop(S.self, A.self, adds: false, pullsBack: true)
    case (true, false): loop(S.self, A.self, adds: true, pullsBack: false)
    case (true, true): loop(S.self, A.self, adds: true, pullsBack: true)
    }
  }

  @inline(__always)
  private func loop<S: EpilogueScaling, A: EpilogueActivation>(
    _: S.Type, _: A.Type, adds: Bool, pullsBack: Bool
  ) {
    var start = 0
    while start < count {
      let length = min(period, count &- start)
      var place = 0
      while place &+ 8 <= length {
        step(S.self, A.self, place, start &+ place, adds: adds, pullsBack: pullsBack, lanes: 8)
        place &+= 8
      }
      if place < length {
        step(
          S.self, A.self, place, start &+ place, adds: adds, pullsBack: pullsBack,
          lanes: length &- place)
      }
      start &+= length
    }
  }

  /// Reads, computes and writes `lanes` (1 to 8) elements.
  @inline(__always)
  private func step<S: EpilogueScaling, A: EpilogueActivation>(
    _: S.Type, _: A.Type, _ place: Int, _ index: Int, adds: Bool, pullsBack: Bool, lanes: Int
  ) {
    var x = S.apply(T.load(source + index, lanes: lanes), self, place, lanes)
    if adds { x += T.load(addition.unsafelyUnwrapped + index, lanes: lanes) }
    let result =
      pullsBack
      ? A.pullBack(x, T.load(gradient.unsafelyUnwrapped + index, lanes: lanes)) : A.apply(x)
    T.store(result, target + index, columns: lanes, adding: false)
  }
}

extension Float {
  /// Applies an epilogue to neighbouring elements.
  @inline(never)
  @usableFromInline package static func run(_ epilogue: EpilogueRun<Float>) { epilogue.run() }
}

extension Double {
  /// Applies an epilogue to neighbouring elements.
  @inline(never)
  @usableFromInline package static func run(_ epilogue: EpilogueRun<Double>) { epilogue.run() }
}

/// What follows a convolution or a normalisation, over neighbouring elements with one value a channel:
/// `activation((x - mean) * factor + shift + addition)`.
///
/// The arithmetic is that of single operations, with no fused multiply-add, so that fusing and the
/// vector unit change no bit. NaN passes through every activation. Given a gradient, a run computes
/// the gradient before the activation instead; ties are 0 at 0 for ReLU, and the gradient at both ends
/// of a clamp.
public struct EpilogueRun<T: VectorScalar> {
  /// The activations that need no elementary function.
  public enum Activation: Sendable {
    /// x.
    case identity
    /// max(x, 0).
    case relu
    /// min(max(x, 0), 6).
    case relu6
    /// x min(max(x + 3, 0), 6) / 6.
    case hardSwish
  }

  /// What is done with each channel first.
  public enum Scaling: Sendable {
    /// Nothing.
    case none
    /// `x + shift`.
    case shift
    /// `(x - mean) * factor + shift`.
    case affine
  }

  /// The elements, from a channel whose values are first in `mean`, `factor` and `shift`.
  public var source: UnsafePointer<T>
  /// Where the results go; may be `source`.
  public var target: UnsafeMutablePointer<T>
  /// The number of elements.
  public var count: Int
  /// After so many elements the values of the channels begin again.
  public var period: Int
  /// Which of the channels' values are used.
  public var scaling: Scaling
  /// `period` values each.
  public var mean: UnsafePointer<T>, factor: UnsafePointer<T>, shift: UnsafePointer<T>
  /// Added after scaling, element by element; nil for nothing.
  public var addition: UnsafePointer<T>?
  /// Applied last.
  public var activation: Activation
  /// The gradient of the result, if the gradient of the activation's argument is to be computed; the
  /// argument is then what comes of scaling and addition.
  public var gradient: UnsafePointer<T>?

  /// Makes a run; all memory has to stay valid until it has run.
  public init(
    source: UnsafePointer<T>, target: UnsafeMutablePointer<T>, count: Int, period: Int,
    scaling: Scaling, mean: UnsafePointer<T>, factor: UnsafePointer<T>, shift: UnsafePointer<T>,
    addition: UnsafePointer<T>?, activation: Activation, gradient: UnsafePointer<T>? = nil
  ) {
    (self.source, self.target, self.count, self.period) = (source, target, count, period)
    (self.scaling, self.mean, self.factor, self.shift) = (scaling, mean, factor, shift)
    (self.addition, self.activation, self.gradient) = (addition, activation, gradient)
  }
}

extension EpilogueRun where T: VectorClamp {
  // A loop of its own for each kind of run, so that none asks inside what it has to do.
  @inline(__always)
  func run() {
    switch scaling {
    case .none:
      scaled { x, _ in
        x
      } _: { x, _ in
        x
      }
    case .shift:
      scaled { x, place in
        x + T.load(shift + place)
      } _: { x, place in
        x + shift[place]
      }
    case .affine:
      scaled { x, place in
        (x - T.load(mean + place)) * T.load(factor + place) + T.load(shift + place)
      } _: { x, place in
        (x - mean[place]) * factor[place] + shift[place]
      }
    }
  }

  @inline(__always)
  private func scaled(_ wide: (Vector<T>, Int) -> Vector<T>, _ narrow: (T, Int) -> T) {
    if let addition {
      activated {
        wide($0, $1) + T.load(addition + $2)
      } _: {
        narrow($0, $1) + addition[$2]
      }
    } else {
      activated { x, place, _ in
        wide(x, place)
      } _: { x, place, _ in
        narrow(x, place)
      }
    }
  }

  @inline(__always)
  private func activated(_ wide: (Vector<T>, Int, Int) -> Vector<T>, _ narrow: (T, Int, Int) -> T) {
    if let gradient { return pulledBack(gradient, wide, narrow) }
    switch activation {
    case .identity: loop(wide, narrow)
    case .relu:
      loop({ T.clampedBelow(wide($0, $1, $2)) }, { T.clampedBelow(narrow($0, $1, $2)) })
    case .relu6: loop({ T.clamped(wide($0, $1, $2)) }, { T.clamped(narrow($0, $1, $2)) })
    case .hardSwish:
      let sixth = T(1.0 / 6)
      let (three, sixths) = (Vector<T>(repeating: 3), Vector<T>(repeating: sixth))
      loop(
        {
          let x = wide($0, $1, $2)
          return x * T.clamped(x + three) * sixths
        },
        {
          let x = narrow($0, $1, $2)
          return x * T.clamped(x + 3) * sixth
        })
    }
  }

  @inline(__always)
  private func pulledBack(
    _ gradient: UnsafePointer<T>, _ wide: (Vector<T>, Int, Int) -> Vector<T>,
    _ narrow: (T, Int, Int) -> T
  ) {
    switch activation {
    case .identity: loop({ T.load(gradient + $2) }, { gradient[$2] })
    case .relu:
      loop(
        { T.kept(T.load(gradient + $2), whereBelow: .zero, wide($0, $1, $2)) },
        { narrow($0, $1, $2) > 0 ? gradient[$2] : 0 })
    case .relu6:
      loop(
        {
          let x = wide($0, $1, $2)
          return T.kept(T.load(gradient + $2), whereEqual: x, T.clamped(x))
        },
        {
          let x = narrow($0, $1, $2)
          return x == T.clamped(x) ? gradient[$2] : 0
        })
    case .hardSwish:
      let sixth = T(1.0 / 6)
      let (three, sixths) = (Vector<T>(repeating: 3), Vector<T>(repeating: sixth))
      loop(
        {
          let x = wide($0, $1, $2)
          let moved = x + three
          let gate = T.clamped(moved)
          return T.load(gradient + $2) * (gate + T.kept(x, whereEqual: moved, gate)) * sixths
        },
        {
          let x = narrow($0, $1, $2)
          let gate = T.clamped(x + 3)
          return gradient[$2] * (gate + (x + 3 == gate ? x : 0)) * sixth
        })
    }
  }

  @inline(__always)
  private func loop(_ wide: (Vector<T>, Int, Int) -> Vector<T>, _ narrow: (T, Int, Int) -> T) {
    var start = 0
    while start < count {
      let length = min(period, count &- start)
      var place = 0
      while place &+ 8 <= length {
        let index = start &+ place
        T.store(wide(T.load(source + index), place, index), target + index)
        place &+= 8
      }
      while place < length {
        let index = start &+ place
        target[index] = narrow(source[index], place, index)
        place &+= 1
      }
      start &+= length
    }
  }
}

extension Float {
  /// Applies an epilogue to neighbouring elements.
  @inline(never)
  public static func run(_ epilogue: EpilogueRun<Float>) { epilogue.run() }
}

extension Double {
  /// Applies an epilogue to neighbouring elements.
  @inline(never)
  public static func run(_ epilogue: EpilogueRun<Double>) { epilogue.run() }
}

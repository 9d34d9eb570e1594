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

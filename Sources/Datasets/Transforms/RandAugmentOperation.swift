import GradusTensors

/// One operation of ``RandAugment``'s list, with its amount.
public enum RandAugmentOperation: Sendable, Hashable {
  /// Nothing.
  case none
  /// A movement.
  case warp(ImageWarp)
  /// A change of colours.
  case colours(ColourAdjustment)

  /// The operations that are drawn from.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case none, shearedRows, shearedColumns, movedRight, movedDown, turned, brightness, saturation,
      contrast, sharpness, posterized, solarized, stretched, equalized
  }

  /// Makes an operation of a strength from 0 to 1, for an image of so many pixels; where a sign makes a
  /// difference it may be negative.
  public init(_ kind: Kind, strength: Double, isNegative: Bool, height: Int, width: Int) {
    func amount(_ most: Double) -> Double { most * strength * (isNegative ? -1 : 1) }
    // 331 pixels at strength 11/30 are 55 and not what double precision leaves of it.
    func pixels(_ length: Int) -> Int { Int(Float(amount(150 / 331 * Double(length)))) }
    self =
      switch kind {
      case .none: .none
      case .shearedRows: .warp(.shearedRows(amount(0.3)))
      case .shearedColumns: .warp(.shearedColumns(amount(0.3)))
      case .movedRight: .warp(.moved(right: pixels(width), down: 0))
      case .movedDown: .warp(.moved(right: 0, down: pixels(height)))
      case .turned: .warp(.turned(degrees: amount(30)))
      case .brightness: .colours(.brightness(1 + amount(0.9)))
      case .saturation: .colours(.saturation(1 + amount(0.9)))
      case .contrast: .colours(.contrast(1 + amount(0.9)))
      case .sharpness: .colours(.sharpness(1 + amount(0.9)))
      case .posterized:
        .colours(.posterized(bits: 8 - Int((4 * strength).rounded(.toNearestOrEven))))
      case .solarized: .colours(.solarized(threshold: 1 - strength))
      case .stretched: .colours(.stretched)
      case .equalized: .colours(.equalized)
      }
  }

  /// Changes an image `[height, width, 1 or 3]` with numbers in 0...1, and keeps its shape.
  public func callAsFunction(_ image: Tensor) -> Tensor {
    var numbers = ImageNumbers(image, for: "RandAugment", needsColours: true)
    apply(to: &numbers)
    return numbers.tensor
  }

  func apply(to image: inout ImageNumbers) {
    switch self {
    case .none: break
    case .warp(let warp): warp.apply(to: &image)
    case .colours(let adjustment): adjustment.apply(to: &image)
    }
  }
}

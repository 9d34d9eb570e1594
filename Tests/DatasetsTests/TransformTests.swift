import Foundation
import GradusDatasets
import GradusTensors
import Testing

/// Transforms of images against torchvision's results, and what is drawn against its distribution.
@Suite struct TransformTests {
  private static let cases = Set(TransformGoldens.shared.cases.map(\.name)).sorted()

  /// The operation that a case is named for.
  private func result(_ name: String, _ image: Tensor) throws -> Tensor {
    let words = name.split(separator: " ").map(String.init)
    func number() -> Double { Double(words[1]) ?? .nan }
    switch words[0] {
    case "brightness": return ColourAdjustment.brightness(number())(image)
    case "contrast": return ColourAdjustment.contrast(number())(image)
    case "saturation": return ColourAdjustment.saturation(number())(image)
    case "sharpness": return ColourAdjustment.sharpness(number())(image)
    case "hue": return ColourAdjustment.hue(number())(image)
    case "posterized": return ColourAdjustment.posterized(bits: Int(number()))(image)
    case "solarized": return ColourAdjustment.solarized(threshold: number())(image)
    case "stretched": return ColourAdjustment.stretched(image * 0.5 + 0.1)
    case "equalized": return ColourAdjustment.equalized(image)
    case "inverted": return ColourAdjustment.inverted(image)
    case "turned": return ImageWarp.turned(degrees: number())(image)
    default:
      let kind = try #require(RandAugmentOperation.Kind(rawValue: words[1]))
      let operation = RandAugmentOperation(
        kind, strength: 22.0 / 30, isNegative: words[2] == "-1", height: image.shape[0],
        width: image.shape[1])
      return operation(image)
    }
  }

  @Test(arguments: cases) func asInTorchvision(_ name: String) throws {
    let goldens = TransformGoldens.shared
    // The same operation may have been done to several images.
    for golden in goldens.cases where golden.name == name {
      let source = try #require(goldens.sources[golden.source]).image
      let found = try result(name, source).floats
      #expect(found.count == golden.values.count)
      let distance = zip(found, golden.values).map { abs($0 - $1) }.max() ?? .nan
      #expect(distance < 2e-6, "\(name), \(golden.source)")
    }
  }

  @Test func whatTorchvisionCannotTell() {
    let image = Tensor.uniform([4, 6, 1], in: 0..<1, from: RandomStream(seed: 1, name: "grey"))
    #expect(ColourAdjustment.hue(0.3)(image).floats == image.floats)
    #expect(ColourAdjustment.saturation(3)(image).floats == image.floats)
    let moved = ImageWarp.moved(right: 2, down: -1)(image)
    #expect(moved[0..<3, 2..<6].floats == image[1..<4, 0..<4].floats)
    #expect(moved.sum().item == image[1..<4, 0..<4].sum().item)
    #expect(ImageWarp.turned(degrees: 180)(image).floats == Array(image.floats.reversed()))
  }

  private let visits = (0..<2000).map { ExampleVisit(seed: 4, epoch: 2, index: $0) }

  @Test func jitterDrawsInItsRanges() {
    let jitter = ColourJitter(brightness: 0.4, contrast: 2, hue: 0.1)
    var (first, brightness, contrast, hue): (Int, [Double], [Double], [Double]) = (0, [], [], [])
    for visit in visits {
      let draw = jitter.draw(visit)
      #expect(draw.count == 3)
      if case .brightness = draw[0] { first += 1 }
      for adjustment in draw {
        switch adjustment {
        case .brightness(let factor): brightness.append(factor)
        case .contrast(let factor): contrast.append(factor)
        case .hue(let turn): hue.append(turn)
        default: Issue.record("\(adjustment) was not asked for")
        }
      }
    }
    // Five standard errors of a third of 2000, and of means of even distributions.
    #expect(abs(first - 667) < 106)
    for (numbers, range) in [(brightness, 0.6...1.4), (contrast, 0...3), (hue, -0.1...0.1)] {
      let (low, high) = (range.lowerBound, range.upperBound)
      #expect(numbers.count == 2000 && numbers.allSatisfy(range.contains))
      let mean = numbers.reduce(0, +) / 2000
      #expect(abs(mean - (low + high) / 2) < 5 * (high - low) / (12 * 2000.0).squareRoot())
    }
  }

  @Test func randAugmentDrawsAllOperationsAlike() {
    let augment = RandAugment(operations: 3)
    var counts: [RandAugmentOperation: Int] = [:]
    for visit in visits {
      for operation in augment.draw(height: 32, width: 32, visit) {
        counts[operation, default: 0] += 1
      }
    }
    // Nine kinds have two signs.
    #expect(counts.values.reduce(0, +) == 6000 && counts.count == 14 + 9)
    let none = counts[.none] ?? 0
    #expect(abs(none - 429) < 100)
    let image = Tensor.uniform([8, 8, 3], in: 0..<1, from: RandomStream(seed: 1, name: "image"))
    for visit in visits.prefix(100) {
      let result = augment(image, visit)
      #expect(result.shape == [8, 8, 3] && result.floats.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func cropsHaveTheirShareAndSize() {
    let crop = RandomResizedCrop(height: 5, width: 7, area: 0.2...0.6)
    let image = Tensor.uniform([40, 60, 3], in: 0..<1, from: RandomStream(seed: 1, name: "image"))
    for visit in visits.prefix(200) {
      let (rows, columns) = crop.draw(height: 40, width: 60, visit)
      let share = Double(rows.count * columns.count) / 2400
      #expect((0.17...0.65).contains(share))
      #expect((0..<40).contains(rows.upperBound - 1) && (0..<60).contains(columns.upperBound - 1))
    }
    #expect(crop(image, visits[0]).shape == [5, 7, 3])
    let whole = RandomResizedCrop(height: 40, width: 60, area: 1...1, proportions: 1.5...1.5)
    let bytes = image.floats.map { ($0 * 255).rounded() / 255 }
    #expect(whole(image, visits[0]).floats == bytes)
  }

  /// AlexNet's lighting adds the same number to a channel of every pixel, whose covariance is that of the
  /// principal components times the square of the deviation.
  @Test func lightingIsAShiftOfChannels() {
    let image = Tensor.full([2, 2, 3], 0.5)
    let shifts = visits.map { (PictureColours.principal(0.1)(image, $0) - 0.5).floats }
    #expect(shifts.allSatisfy { $0[0..<3] == $0[3..<6] && $0[0..<3] == $0[9..<12] })
    let variance = shifts.reduce(0.0) { $0 + Double($1[0] * $1[0]) } / 2000
    let expected =
      0.01 * (pow(0.2175 * 0.5675, 2) + pow(0.0188 * 0.7192, 2) + pow(0.0045 * 0.4009, 2))
    #expect(abs(variance - expected) < 5 * expected * (2.0 / 2000).squareRoot())
  }

  @Test func partsOfASequenceDrawForThemselves() throws {
    let record = ClosureTransform { (seeds: [UInt64], visit) in seeds + [visit.seed] }
    let all = record.then(record).then(record.then(record))
    let seeds = try all([], visits[0])
    #expect(Set(seeds).count == 4)
    #expect(try all([], visits[0]) == seeds)
    let counted = ClosureTransform { (count: Int, _) in count + 1 }.sometimes(0.3)
    let count = try visits.reduce(0) { try $0 + counted(0, $1) }
    #expect(abs(count - 600) < 103)
  }

  /// Of two nested probabilities the product counts.
  @Test func nestedOccasionsAreIndependent() throws {
    let nested = ClosureTransform { (count: Int, _) in count + 1 }.sometimes(0.5).sometimes(0.5)
    let count = try visits.reduce(0) { try $0 + nested(0, $1) }
    let expected = Double(visits.count) / 4
    #expect(abs(Double(count) - expected) < 5 * (expected * 0.75).squareRoot())
  }

  /// What torchvision's `linspace` gives for each of 31 magnitudes, in single precision.
  @Test func movementsAreWholePixelsAsInTorchvision() {
    for length in [32, 224, 331, 662] {
      for magnitude in 0...30 {
        let exact = 150.0 / 331 * Double(length) * Double(magnitude) / 30
        let whole = abs(exact - exact.rounded()) < 1e-9 ? Int(exact.rounded()) : Int(exact)
        let operation = RandAugmentOperation(
          .movedRight, strength: Double(magnitude) / 30, isNegative: false, height: 8, width: length
        )
        #expect(operation == .warp(.moved(right: whole, down: 0)))
      }
    }
  }

  @Test func huesOfWhatIsNoNumberStay() {
    let image = Tensor([0.1, .nan, 0.5, 0.2, 0.4, 0.6], shape: [1, 2, 3])
    let turned = ColourAdjustment.hue(0.25)(image).scalars
    #expect(turned[3...] != image.scalars[3...], "the other pixel turns")
  }
}

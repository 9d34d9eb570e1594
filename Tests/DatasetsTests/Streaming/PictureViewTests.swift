import Foundation
import GradusTensors
import GradusTestSupport
import Testing

@testable import GradusDatasets

/// What is drawn for a picture, and what its input then is, beside slow and exact ways to the same.
@Suite struct PictureViewTests {
  private static let views: [PictureView] = [
    .inception(side: 24), .alexNet(side: 24), .vgg(side: 24), .residual(side: 24),
    .middle(side: 24, shorterSide: 28),
  ]

  @Test(arguments: views) func drawsDependOnSeedEpochAndIndexAlone(_ view: PictureView) {
    let draw = view.draw(height: 90, width: 120, seed: 1, epoch: 2, index: 3)
    #expect(draw == view.draw(height: 90, width: 120, seed: 1, epoch: 2, index: 3))
    guard view.crop.isRandom else { return }
    let others = [(2, 2, 3), (1, 3, 3), (1, 2, 4)].map {
      view.draw(height: 90, width: 120, seed: $0.0, epoch: $0.1, index: $0.2)
    }
    #expect(others.allSatisfy { $0 != draw })
  }

  @Test(arguments: views) func boxesStayInThePicture(_ view: PictureView) {
    for (height, width) in [(90, 120), (375, 500), (500, 33), (24, 900), (1, 1)] {
      for index in 0..<200 {
        let box = view.draw(height: height, width: width, seed: 5, epoch: 0, index: index).box
        #expect(box.top >= 0 && box.left >= 0 && box.height > 0 && box.width > 0)
        #expect(box.top + box.height <= Double(height) + 1e-9)
        #expect(box.left + box.width <= Double(width) + 1e-9)
      }
    }
  }

  /// Szegedy et al. 2015, §6: sides from 8 to 100 % of the area, from 3:4 to 4:3.
  @Test func areasAndProportionsAreThoseOfThePaper() {
    let boxes = (0..<2_000).map {
      PictureView.inception(side: 224).draw(
        height: 1_000, width: 1_000, seed: 9, epoch: 1, index: $0
      ).box
    }
    let shares = boxes.map { $0.height * $0.width / 1e6 }
    let proportions = boxes.map { $0.width / $0.height }
    #expect((shares.min() ?? 0) > 0.075 && (shares.min() ?? 1) < 0.1 && (shares.max() ?? 0) > 0.9)
    #expect((proportions.min() ?? 0) > 0.74 && (proportions.max() ?? 2) < 1.35)
    let mean = shares.reduce(0, +) / 2_000
    // torchvision draws 0.476 on average for a square picture (20,000 draws of version 0.29).
    #expect((0.455...0.495).contains(mean))
    let flipped = (0..<2_000).count {
      PictureView.inception(side: 224).draw(
        height: 9, width: 9, seed: 9, epoch: 1, index: $0
      ).isFlipped
    }
    #expect((900...1_100).contains(flipped))
  }

  @Test func coloursHaveTheDeviationsOfImageNet() {
    let shifts = (0..<4_000).map {
      PictureView.alexNet(side: 224).draw(
        height: 300, width: 300, seed: 2, epoch: 0, index: $0
      ).colours.shift
    }
    for channel in 0..<3 {
      let numbers = shifts.map { Double($0[channel]) }
      let variance = numbers.map { $0 * $0 }.reduce(0, +) / 4_000
      // A tenth of the largest deviation times its direction, and little else.
      #expect(abs(variance.squareRoot() - 0.1 * 0.2175 * 0.575) < 0.002)
    }
  }

  /// The same crop by resizing the whole picture exactly, in bytes.
  @Test(.enabled(if: RasterImage.canDecode), arguments: [(40, 60), (61, 33), (30, 30)])
  func theMiddleIsThatOfResizedPictures(_ height: Int, _ width: Int) throws {
    let stream = RandomStream(seed: 4, name: "\(height)")
    let count = height * width * 3
    let bytes: [UInt8] = (0..<count).map { UInt8(stream.integer($0, below: 256)) }
    let picture = RasterImage(height: height, width: width, channels: 3, pixels: bytes)
    let view = PictureView.middle(side: 20, shorterSide: 24)
    let values = try render(picture, view, index: 0)
    let resized = picture.covering(
      height: height <= width ? 24 : 24 * height / width,
      width: height <= width ? 24 * width / height : 24)
    let top = Int((Double(resized.height - 20) / 2).rounded(.toNearestOrEven))
    let left = Int((Double(resized.width - 20) / 2).rounded(.toNearestOrEven))
    for y in 0..<20 {
      for x in 0..<20 {
        for channel in 0..<3 {
          let byte = resized.pixels[((top + y) * resized.width + left + x) * 3 + channel]
          // Bytes are rounded twice.
          let value: Float = values[(y * 20 + x) * 3 + channel] * 255
          #expect(abs(value - Float(byte)) <= 1.01)
        }
      }
    }
  }

  @Test(.enabled(if: RasterImage.canDecode)) func flippedInputsAreMirrored() throws {
    let bytes: [UInt8] = (0..<4_500).map { UInt8($0 * 7 % 251) }
    let picture = RasterImage(height: 30, width: 50, channels: 3, pixels: bytes)
    var view = PictureView.middle(side: 16, shorterSide: 20)
    view.flips = true
    let draws = (0..<20).map {
      view.draw(height: 30, width: 50, seed: 0, epoch: 0, index: $0).isFlipped
    }
    let (plain, mirrored) = try (
      render(picture, view, index: #require(draws.firstIndex(of: false))),
      render(picture, view, index: #require(draws.firstIndex(of: true)))
    )
    for y in 0..<16 {
      for x in 0..<16 {
        for channel in 0..<3 {
          let one: Float = plain[(y * 16 + x) * 3 + channel]
          let other: Float = mirrored[(y * 16 + 15 - x) * 3 + channel]
          #expect(abs(one - other) < 1e-5)
        }
      }
    }
  }

  @Test func jitterFollowsItsDefinition() {
    let draw = PictureColours.Draw(brightness: 1.2, contrast: 0.5, saturation: 0)
    var pixels: [Float] = [0.2, 0.4, 0.6, 0.9, 0.1, 0.3]
    draw.jitter(&pixels[...])
    let bright: [Float] = [0.24, 0.48, 0.72, 1, 0.12, 0.36]
    func grey(_ place: Int, _ values: [Float]) -> Float {
      0.299 * values[place] + 0.587 * values[place + 1] + 0.114 * values[place + 2]
    }
    let mean = (grey(0, bright) + grey(3, bright)) / 2
    let flat = bright.map { 0.5 * $0 + 0.5 * mean }
    for place in [0, 3] {
      for channel in 0..<3 { #expect(abs(pixels[place + channel] - grey(place, flat)) < 1e-5) }
    }
  }

  /// The input of a picture, with pixels in 0...1.
  private func render(_ picture: RasterImage, _ view: PictureView, index: Int) throws -> [Float] {
    let folder = try TemporaryFolder()
    let bytes = picture.pngFile()
    try Data(bytes).write(to: URL(fileURLWithPath: folder["picture.png"]))
    let reader = PictureReader(
      view, Normalization(mean: [0, 0, 0], standardDeviation: [1, 1, 1]))
    var values: [Float] = []
    try reader.append(
      folder["picture.png"], byteCount: bytes.count,
      visit: ExampleVisit(seed: 0, epoch: 0, index: index), to: &values)
    return values
  }

  /// An input larger than the resized picture shows a square of it, and nothing is stretched.
  @Test func partsAreSquareHoweverLargeTheInput() {
    for (height, width) in [(400, 600), (600, 400), (37, 61)] {
      for crop in [
        PictureCrop.middle(shorterSide: 256), .shorterSide(256...288),
      ] {
        let box = crop.box(height: height, width: width, side: 299) { _ in 0.7 }
        #expect(abs(box.height / box.width - 1) < 0.01)
        #expect(box.top >= 0 && box.top + box.height <= Double(height) + 1e-9)
        #expect(box.left >= 0 && box.left + box.width <= Double(width) + 1e-9)
      }
    }
  }

  /// Factors of jitter beyond 1 are drawn evenly from 0 on.
  @Test func strongJitterIsEven() {
    let stream = RandomStream(seed: 3, name: "jitter")
    let factors = (0..<400).map { draw in
      PictureColours.jitter(2).draw { stream.uniform(3 * draw + $0) }.brightness
    }
    #expect(factors.allSatisfy { (0...3).contains($0) } && !factors.contains(0))
    #expect((160...240).contains(factors.count { $0 < 1.5 }))
  }
}

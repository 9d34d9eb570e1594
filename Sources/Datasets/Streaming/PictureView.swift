import GradusTensors

/// How pictures of any size become a network's inputs: which part, whether mirrored, in which colours.
///
/// What happens to a picture in an epoch depends on the seed, the epoch and the picture's position in
/// the data set, never on the batch, the thread or the process it is in.
///
///     let view = PictureView.inception(side: 224)
public struct PictureView: Sendable, Hashable {
  /// Rows and columns of an input.
  public var side: Int
  /// Which part of the picture it shows.
  public var crop: PictureCrop
  /// Whether half of the inputs are mirrored left to right.
  public var flips: Bool
  /// What is done to the colours.
  public var colours: PictureColours
  /// Whether a picture may be decoded at a half, a quarter or an eighth of its size where that still
  /// covers the input, which the JPEG library does in a fraction of the time; the input is then slightly
  /// smoother.
  public var decodesScaled: Bool

  /// Makes a view; traps on a side that is not positive.
  public init(
    side: Int, crop: PictureCrop, flips: Bool = false, colours: PictureColours = .asTheyAre,
    decodesScaled: Bool = true
  ) {
    precondition(side >= 1, "pictures: an input of \(side) pixels a side is not possible")
    (self.side, self.crop, self.flips) = (side, crop, flips)
    (self.colours, self.decodesScaled) = (colours, decodesScaled)
  }

  /// The middle of pictures resized to a shorter side, decoded in full, as published errors are measured.
  public static func middle(side: Int, shorterSide: Int) -> PictureView {
    PictureView(side: side, crop: .middle(shorterSide: shorterSide), decodesScaled: false)
  }

  /// Random area and proportions, and mirror images: Szegedy et al. 2015, §6, without their colours; what
  /// torchvision trains its networks with.
  public static func inception(side: Int) -> PictureView {
    PictureView(side: side, crop: .inception, flips: true)
  }

  /// Random squares of pictures whose shorter side is 256, mirror images and colours along the principal
  /// components (Krizhevsky et al. 2012, §4.1).
  public static func alexNet(side: Int) -> PictureView {
    PictureView(side: side, crop: .shorterSide(256...256), flips: true, colours: .principal(0.1))
  }

  /// The same with a shorter side from 256 to 512 (Simonyan and Zisserman 2015, §3.1).
  public static func vgg(side: Int) -> PictureView {
    PictureView(side: side, crop: .shorterSide(256...512), flips: true, colours: .principal(0.1))
  }

  /// The same with a shorter side from 256 to 480 (He et al. 2015, §3.4).
  public static func residual(side: Int) -> PictureView {
    PictureView(side: side, crop: .shorterSide(256...480), flips: true, colours: .principal(0.1))
  }

  /// What was drawn for one picture.
  struct Draw: Hashable {
    let box: PictureBox
    let isFlipped: Bool
    let colours: PictureColours.Draw
  }

  /// Numbers that are kept for each picture in the stream of an epoch.
  private static let numbersEach = 64
  private static let colourStart = 32

  /// What happens in an epoch to the picture at position `index`, of `height` by `width` pixels.
  func draw(height: Int, width: Int, seed: UInt64, epoch: Int, index: Int) -> Draw {
    let stream = RandomStream(seed: seed, name: "view of epoch \(epoch)")
    let first = index * Self.numbersEach
    return Draw(
      box: crop.box(height: height, width: width, side: side) { stream.uniform(first + $0) },
      isFlipped: flips && stream.bits(first + Self.colourStart - 1) & 1 == 1,
      colours: colours.draw { stream.uniform(first + Self.colourStart + $0) })
  }
}

import Gradus

/// Images drawn here: a disc, a ring, a cross or stripes of a colour of their own at a random place on
/// noise, or noise alone.
enum ColouredShapes {
  static let classes = ["red disc", "green ring", "blue cross", "yellow stripes", "nothing"]
  static let size = 32

  /// Images and their classes.
  static func batch(_ count: Int, seed: UInt64) -> (images: Tensor, labels: [Int]) {
    let stream = RandomStream(seed: seed, name: "shapes")
    let colours = [
      [0.9, 0.2, 0.2], [0.2, 0.8, 0.3], [0.25, 0.4, 0.95], [0.9, 0.8, 0.2], [0, 0, 0],
    ]
    let noise = Tensor.uniform(
      [count, size, size, 3], in: 0.0..<0.35, from: RandomStream(seed: seed, name: "noise"))
    var pixels = noise.scalars
    let labels = (0..<count).map { $0 % classes.count }
    for (image, label) in labels.enumerated() {
      let x: Int = 8 + stream.integer(2 * image, below: size - 16)
      let y: Int = 8 + stream.integer(2 * image + 1, below: size - 16)
      for row in (y - 7)...(y + 7) {
        for column in (x - 7)...(x + 7) where isInside(label, column - x, row - y) {
          let first = ((image * size + row) * size + column) * 3
          for channel in 0..<3 { pixels[first + channel] += 0.6 * colours[label][channel] }
        }
      }
    }
    return (Tensor(pixels.map { Float($0 - 0.3) }, shape: [count, size, size, 3]), labels)
  }

  /// Whether a shape covers a pixel, from its middle.
  private static func isInside(_ label: Int, _ x: Int, _ y: Int) -> Bool {
    let distance = x * x + y * y
    switch label {
    case 0: return distance <= 36
    case 1: return (20...45).contains(distance)
    case 2: return abs(x) <= 1 || abs(y) <= 1
    case 3: return abs(y) <= 6 && (x + 8) % 4 < 2 && abs(x) <= 6
    default: return false
    }
  }
}

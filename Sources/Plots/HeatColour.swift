/// The colours of a heat map: viridis, whose lightness rises steadily, so that it reads in print,
/// for the colour-blind, and on light and dark pages alike (Smith and van der Walt 2015).
enum HeatColour {
  /// Evenly spaced along the scale.
  private static let anchors: [(red: Double, green: Double, blue: Double)] = [
    (68, 1, 84), (72, 40, 120), (62, 73, 137), (49, 104, 142), (38, 130, 142), (31, 158, 137),
    (53, 183, 121), (110, 206, 88), (181, 222, 43), (253, 231, 37),
  ]

  /// The colour at a place in 0...1, as `#rrggbb`; places outside get the ends.
  static func at(_ fraction: Double) -> String {
    let place = min(max(fraction, 0), 1) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    let (a, b, rest) = (anchors[index], anchors[index + 1], place - Double(index))
    let channels = [(a.red, b.red), (a.green, b.green), (a.blue, b.blue)]
    return channels.reduce("#") { text, channel in
      let value = Int((channel.0 + (channel.1 - channel.0) * rest).rounded())
      let digits = String(value, radix: 16)
      return text + (digits.count < 2 ? "0" : "") + digits
    }
  }
}

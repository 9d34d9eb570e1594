extension ImageNumbers {
  /// Stretches each channel to 0...1; a channel of one value stays.
  mutating func stretch() {
    for channel in 0..<channels {
      let places = stride(from: channel, to: values.count, by: channels)
      let (least, most) = places.reduce((Float.infinity, -Float.infinity)) {
        (min($0.0, values[$1]), max($0.1, values[$1]))
      }
      guard most > least else { continue }
      for place in places {
        values[place] = min(1, max(0, (values[place] - least) / (most - least)))
      }
    }
  }

  /// Equalises the histogram of each channel's 256 levels, by Pillow's rule: the pixels below a level over
  /// those of 255 equal shares, of all but the brightest level's.
  mutating func equalize() {
    for channel in 0..<channels {
      let places = stride(from: channel, to: values.count, by: channels)
      // A number becomes the byte whose 256th part it is in, as torchvision converts.
      let bytes = places.map { Int((min(1, max(0, values[$0])) * 255.999).rounded(.down)) }
      var counts = [Int](repeating: 0, count: 256)
      for byte in bytes { counts[byte] += 1 }
      let brightest = counts.last { $0 > 0 } ?? 0
      let share = (bytes.count - brightest) / 255
      var table = Array(0..<256)
      if share > 0 {
        var below = share / 2
        for level in 0..<256 {
          table[level] = min(255, below / share)
          below += counts[level]
        }
      }
      for (place, byte) in zip(places, bytes) { values[place] = Float(table[byte]) / 255 }
    }
  }
}

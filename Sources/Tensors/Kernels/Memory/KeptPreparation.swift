import Synchronization

/// What a kernel made of a filter, kept with it.
final class KeptPreparation {
  let value: AnyObject
  private let room: PreparationRoom
  private let byteCount: Int

  /// Nil where there is no room for so many bytes; then nothing is made.
  init?(byteCount: Int, in room: PreparationRoom = .shared, _ make: () -> AnyObject) {
    (self.room, self.byteCount) = (room, byteCount)
    guard room.take(byteCount) else { return nil }
    value = make()
  }

  deinit { room.giveBack(byteCount) }
}

/// The room for prepared filters: small ones always have some, large ones share so many bytes.
final class PreparationRoom: Sendable {
  /// That of the process: about three filters of 3x3 with 512 channels on each side.
  static let shared = PreparationRoom(byteCount: 120 << 20)

  private let byteCount: Int
  private let taken = Atomic<Int>(0)

  init(byteCount: Int) { self.byteCount = byteCount }

  /// Whether there is room, which is taken then.
  func take(_ bytes: Int) -> Bool {
    guard bytes > Preparation.limit else { return true }
    var known = taken.load(ordering: .relaxed)
    while known + bytes <= byteCount {
      let attempt = taken.compareExchange(
        expected: known, desired: known + bytes, ordering: .relaxed)
      if attempt.exchanged { return true }
      known = attempt.original
    }
    return false
  }

  func giveBack(_ bytes: Int) {
    if bytes > Preparation.limit { taken.subtract(bytes, ordering: .relaxed) }
  }
}

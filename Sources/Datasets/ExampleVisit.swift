import GradusTensors

/// One look at one example of a data set: what every random draw about it depends on.
///
/// Draws therefore depend neither on the batch nor on the thread, and a resumed run repeats them.
public struct ExampleVisit: Sendable, Hashable {
  /// Decides, with the other two, what is drawn.
  public let seed: UInt64
  /// The epoch, from 0.
  public let epoch: Int
  /// The example's position in its data set, from 0.
  public let index: Int

  /// Makes a visit.
  public init(seed: UInt64, epoch: Int, index: Int) {
    (self.seed, self.epoch, self.index) = (seed, epoch, index)
  }

  /// The random numbers of this visit for a purpose; other purposes have others.
  public func stream(_ purpose: String) -> RandomStream {
    RandomStream(seed: seed, name: "\(purpose) of epoch \(epoch), example \(index)")
  }

  /// The same look with other draws: another seed, made of this one and a name.
  public func branch(_ name: String) -> ExampleVisit {
    ExampleVisit(
      seed: RandomStream(seed: seed, name: "branch \(name)").bits(0), epoch: epoch, index: index)
  }
}

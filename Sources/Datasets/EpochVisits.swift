import GradusTensors

/// The visits of an epoch, in order.
///
/// Where an example comes again, it has another seed, so that what is drawn about it differs.
struct EpochVisits: RandomAccessCollection, Sendable {
  let epoch: Int
  private let seed: UInt64
  private let order: [Int]
  /// How often each example has come before; empty where none comes twice.
  private let repetitions: [Int]

  init(_ sampler: BatchSampler, epoch: Int) {
    (self.epoch, seed, order) = (epoch, sampler.seed, sampler.order(ofEpoch: epoch))
    guard sampler.order.repeats else {
      repetitions = []
      return
    }
    var counts = [Int](repeating: 0, count: sampler.count)
    repetitions = order.map { index in
      defer { counts[index] += 1 }
      return counts[index]
    }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { order.count }

  subscript(place: Int) -> ExampleVisit {
    let visit = ExampleVisit(seed: seed, epoch: epoch, index: order[place])
    return repetitions.isEmpty || repetitions[place] == 0
      ? visit : visit.branch("repetition \(repetitions[place])")
  }
}

import GradusAutodiff
import GradusLayers
import GradusTensors

/// Collects the gradients of a step in arrays of some size, which are summed over the ranks as soon as
/// they are full, while the backward run goes on.
///
/// Which gradient lies where depends on the parameters alone, the last ones first, as backward runs find
/// them; buckets begin in that order on all ranks. Each carries, for each parameter, how many ranks had
/// a gradient for it.
package final class GradientBuckets {
  /// Gradients of one element type, side by side, then a number for each parameter.
  private struct Bucket {
    let dtype: DType
    var parameters: [Parameter] = []
    var starts: [Int] = []
    var count = 0
    var floats: [Float] = []
    var doubles: [Double] = []
    var missing = 0
    var pending: Pending?
  }

  private enum Pending {
    case floats(PendingResult<[Float]>), doubles(PendingResult<[Double]>)
  }

  private let communicator: any Communicator
  private var buckets: [Bucket] = []
  /// Bucket and place in it of each parameter.
  private var places: [ObjectIdentifier: (bucket: Int, place: Int)] = [:]
  /// Buckets that were begun: always the first ones.
  private var begun = 0
  private var start: ContinuousClock.Instant?

  /// Bytes from which on a bucket is closed: an eighth of all gradients, so that little is left to be summed
  /// after the backward run, but enough that the cost of a message, of which each rank sends one to each
  /// other, is little beside its bytes.
  package static func usualByteCount(of total: Int, ranks: Int) -> Int {
    min(max(total / 8, 128 << 10, ranks * (8 << 10)), 4 << 20)
  }

  /// Lays out the trainable parameters of an optimiser, in buckets of so many bytes or the usual ones.
  init(
    _ parameters: [Parameter], _ communicator: any Communicator, byteCount: Int? = nil
  ) {
    self.communicator = communicator
    let trainable = parameters.filter(\.isTrainable)
    let byteCount =
      byteCount
      ?? Self.usualByteCount(
        of: trainable.reduce(0) { total, parameter in
          total + parameter.value.count * parameter.value.dtype.byteCount
        }, ranks: communicator.count)
    for parameter in trainable.reversed() {
      let dtype = parameter.value.dtype
      let size = dtype.byteCount
      if buckets.last.map({ $0.dtype != dtype || $0.count * size >= byteCount }) ?? true {
        buckets.append(Bucket(dtype: dtype))
      }
      let last = buckets.count - 1
      places[ObjectIdentifier(parameter)] = (last, buckets[last].parameters.count)
      buckets[last].starts.append(buckets[last].count)
      buckets[last].parameters.append(parameter)
      buckets[last].count += parameter.value.count
    }
  }

  /// Whether these buckets are of the parameters that are trainable now.
  func fit(_ parameters: [Parameter]) -> Bool {
    let trainable = parameters.filter(\.isTrainable)
    return trainable.count == places.count
      && trainable.allSatisfy { places[ObjectIdentifier($0)] != nil }
  }

  /// Empties the buckets for a step.
  func begin() {
    (begun, start) = (0, nil)
    for index in buckets.indices {
      let length = buckets[index].count + buckets[index].parameters.count
      buckets[index].missing = buckets[index].parameters.count
      buckets[index].pending = nil
      if buckets[index].dtype == .float64 {
        buckets[index].doubles = [Double](repeating: 0, count: length)
      } else {
        buckets[index].floats = [Float](repeating: 0, count: length)
      }
    }
  }

  /// Takes the final gradient of a parameter, once.
  func put(_ gradient: Tensor, of owner: AnyObject) {
    guard let (index, place) = places[ObjectIdentifier(owner)] else { return }
    let (start, flag) = (buckets[index].starts[place], buckets[index].count + place)
    if buckets[index].dtype == .float64 {
      Self.copy(gradient.scalars, to: &buckets[index].doubles, at: start)
      buckets[index].doubles[flag] = 1
    } else {
      Self.copy(gradient.floats, to: &buckets[index].floats, at: start)
      buckets[index].floats[flag] = 1
    }
    buckets[index].missing -= 1
    while begun < buckets.count, buckets[begun].missing == 0 { beginNext() }
  }

  private static func copy<T>(_ values: [T], to target: inout [T], at start: Int) {
    target.replaceSubrange(start..<start + values.count, with: values)
  }

  private func beginNext() {
    if start == nil { start = .now }
    if buckets[begun].dtype == .float64 {
      buckets[begun].pending = .doubles(communicator.beginSum(buckets[begun].doubles))
      buckets[begun].doubles = []
    } else {
      buckets[begun].pending = .floats(communicator.beginSum(buckets[begun].floats))
      buckets[begun].floats = []
    }
    begun += 1
  }

  /// Begins the buckets that lack gradients, of which there are none, waits for all, and returns the
  /// gradients that any rank had, divided by `total`; throws `CommunicationError`.
  func finish(total: Double) throws -> (Gradients, ExchangeTime) {
    let backwardEnd = ContinuousClock.now
    while begun < buckets.count { beginNext() }
    var gradients = Gradients()
    var last = backwardEnd
    for index in buckets.indices {
      switch buckets[index].pending {
      case .floats(let sum):
        let values = try sum.wait()
        if let end = sum.finished, end > last { last = end }
        insert(values, Float(total), index, &gradients) {
          Tensor($0, shape: $1)
        }
      case .doubles(let sum):
        let values = try sum.wait()
        if let end = sum.finished, end > last { last = end }
        insert(values, total, index, &gradients) {
          Tensor(Array($0), shape: $1, dtype: .float64)
        }
      case nil: break
      }
      buckets[index].pending = nil
    }
    var timing = ExchangeTime()
    if let start {
      timing.total = (last - start) / .seconds(1)
      timing.exposed = (last - backwardEnd) / .seconds(1)
    }
    return (gradients, timing)
  }

  private func insert<T: FloatingPoint>(
    _ values: [T], _ total: T, _ index: Int, _ gradients: inout Gradients,
    _ tensor: ([T], Shape) -> Tensor
  ) {
    for (place, parameter) in buckets[index].parameters.enumerated() {
      guard values[buckets[index].count + place] > 0 else { continue }
      let start = buckets[index].starts[place]
      let own = values[start..<start + parameter.value.count].map { $0 / total }
      gradients[owner: parameter] = tensor(own, parameter.value.shape)
    }
  }
}

import Foundation
import GradusTraining

/// Ranks that are threads of this process, for what does not depend on how messages travel.
enum LocalRanks {
  /// Runs `body` on each of `count` ranks and returns what they return, by rank; throws the first error.
  static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (any Communicator) throws -> Result
  ) throws -> [Result] {
    let exchange = Exchange(count)
    let results = (0..<count).map { _ in PendingResult<Result>() }
    for rank in 0..<count {
      let thread = Thread {
        results[rank].finish(
          Swift.Result { try body(LocalRank(rank, count, exchange)) })
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    return try results.map { try $0.wait() }
  }
}

/// What ranks have put down for each piece of collective work, by its number.
private final class Exchange: @unchecked Sendable {
  private let count: Int
  private let lock = NSLock()
  private var floats = Board<[Float]>(), doubles = Board<[Double]>(), bytes = Board<[UInt8]>()

  struct Board<Value> {
    var waiting: [Int: [(rank: Int, value: Value, tell: ([Value]) -> Void)]] = [:]
  }

  init(_ count: Int) { self.count = count }

  private let post = NSCondition()
  /// Read and written under the lock of `post`.
  private var letters: [Int: [(from: Int, bytes: [UInt8])]] = [:]

  func post(_ bytes: [UInt8], from sender: Int, to rank: Int) {
    post.withLock {
      letters[rank, default: []].append((sender, bytes))
      post.broadcast()
    }
  }

  func letter(to rank: Int) -> (from: Int, bytes: [UInt8]) {
    post.withLock {
      while letters[rank]?.isEmpty ?? true { post.wait() }
      return letters[rank]!.removeFirst()
    }
  }

  private func put<Value>(
    _ value: Value, rank: Int, number: Int, _ board: WritableKeyPath<Exchange, Board<Value>>,
    _ tell: @escaping ([Value]) -> Void
  ) {
    let complete = lock.withLock { () -> [(rank: Int, value: Value, tell: ([Value]) -> Void)]? in
      var this = self
      this[keyPath: board].waiting[number, default: []].append((rank, value, tell))
      let all = this[keyPath: board].waiting[number] ?? []
      if all.count < count { return nil }
      this[keyPath: board].waiting[number] = nil
      return all.sorted { $0.rank < $1.rank }
    }
    for entry in complete ?? [] { entry.tell((complete ?? []).map(\.value)) }
  }

  func sum(_ values: [Float], _ rank: Int, _ number: Int, _ result: PendingResult<[Float]>) {
    put(values, rank: rank, number: number, \.floats) { result.finish(.success(Self.added($0))) }
  }

  func sum(_ values: [Double], _ rank: Int, _ number: Int, _ result: PendingResult<[Double]>) {
    put(values, rank: rank, number: number, \.doubles) { result.finish(.success(Self.added($0))) }
  }

  func gather(_ own: [UInt8], _ rank: Int, _ number: Int, _ result: PendingResult<[[UInt8]]>) {
    put(own, rank: rank, number: number, \.bytes) { result.finish(.success($0)) }
  }

  private static func added<T: Numeric>(_ parts: [[T]]) -> [T] {
    parts.dropFirst().reduce(parts[0]) { zip($0, $1).map { $0 + $1 } }
  }
}

/// One of them.
private final class LocalRank: Communicator, @unchecked Sendable {
  let rank: Int, count: Int
  private let exchange: Exchange
  private var number = 0

  init(_ rank: Int, _ count: Int, _ exchange: Exchange) {
    (self.rank, self.count, self.exchange) = (rank, count, exchange)
  }

  private var next: Int {
    number += 1
    return number
  }

  func beginSum(_ values: [Float]) -> PendingResult<[Float]> {
    let result = PendingResult<[Float]>()
    exchange.sum(values, rank, next, result)
    return result
  }

  func beginSum(_ values: [Double]) -> PendingResult<[Double]> {
    let result = PendingResult<[Double]>()
    exchange.sum(values, rank, next, result)
    return result
  }

  func gather(_ bytes: [UInt8]) throws -> [[UInt8]] {
    let result = PendingResult<[[UInt8]]>()
    exchange.gather(bytes, rank, next, result)
    return try result.wait()
  }

  func send(_ bytes: [UInt8], to rank: Int) throws {
    exchange.post(bytes, from: self.rank, to: rank)
  }

  func receive() throws -> (from: Int, bytes: [UInt8]) { exchange.letter(to: rank) }
}

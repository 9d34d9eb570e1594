import Foundation
import GradusDatasets

/// The processes of one job, each with a number, its rank, and what they tell each other.
///
/// All ranks call the same collective functions (`beginSum` and `gather`) in the same order.
/// `MPICommunicator` is one over MPI.
public protocol Communicator: AnyObject, Sendable {
  /// The number of this process, from 0.
  var rank: Int { get }
  /// The number of processes.
  var count: Int { get }

  /// Begins to add up arrays of equal length, element by element and in the order of the ranks, so that
  /// all ranks get the same bits every time; the work goes on while the caller computes.
  func beginSum(_ values: [Float]) -> PendingResult<[Float]>
  /// The same in double precision.
  func beginSum(_ values: [Double]) -> PendingResult<[Double]>
  /// The bytes of all ranks, by rank; they may differ in length. Throws `CommunicationError`.
  func gather(_ bytes: [UInt8]) throws -> [[UInt8]]

  /// Sends bytes to one rank, which gets those of each sender in the order they were sent.
  func send(_ bytes: [UInt8], to rank: Int) throws
  /// Waits for bytes from any rank; throws `CommunicationError`.
  func receive() throws -> (from: Int, bytes: [UInt8])
}

extension Communicator {
  /// The part of the work that is this rank's.
  public var shard: Shard { Shard(rank, of: count) }
  /// Whether this is the rank that writes files and speaks for all.
  public var isFirst: Bool { rank == 0 }
}

/// What a message or a sum over ranks will bring.
public final class PendingResult<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  /// Written once, under the lock of `condition`.
  private var result: Result<Value, any Error>?
  /// When it was there.
  private var end: ContinuousClock.Instant?

  /// Makes a result that is not there yet; whoever finds it calls `finish(_:)`.
  public init() {}

  /// Says what the result is, or why there is none.
  public func finish(_ result: Result<Value, any Error>) {
    condition.withLock {
      (self.result, end) = (result, .now)
      condition.broadcast()
    }
  }

  /// Waits for the result; throws `CommunicationError`.
  public func wait() throws -> Value {
    try condition.withLock {
      while true {
        if let result { return try result.get() }
        condition.wait()
      }
    }
  }

  /// When the result was there; nil while it is not.
  var finished: ContinuousClock.Instant? { condition.withLock { end } }
}

/// A job whose processes can no longer talk to each other, told in one line.
public struct CommunicationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which rank, what happened and what to do.
  public let description: String

  /// Makes the error.
  public init(_ description: String) { self.description = description }
}

#if Watch
  import FlyingSocks
  import Foundation

  /// The events of a run's page for one reader, as they come.
  struct EventBytes: AsyncBufferedSequence {
    typealias Element = UInt8

    let history: SharedHistory
    let readers: ReaderCount

    func makeAsyncIterator() -> Iterator { Iterator(history, readers) }

    /// Waits for news; counts as a reader for as long as it lives.
    final class Iterator: AsyncBufferedIteratorProtocol {
      typealias Element = UInt8

      private let history: SharedHistory
      private let readers: ReaderCount
      private var events = RunEvents()
      private var (isBegun, lastSent) = (false, ContinuousClock.now)
      /// What is not sent yet of the latest events.
      private var rest: ArraySlice<UInt8> = []

      /// How often news are looked for, the least time between two, and when silence is broken.
      private static let (wait, least, longest) = (
        Duration.milliseconds(100), Duration.seconds(1), Duration.seconds(10)
      )

      init(_ history: SharedHistory, _ readers: ReaderCount) {
        (self.history, self.readers) = (history, readers)
        readers.add(1)
      }

      deinit { readers.add(-1) }

      func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
        if rest.isEmpty, let text = try await text() { rest = Array(text.utf8)[...] }
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
      }

      func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

      /// The next events; nil after the end.
      private func text() async throws -> String? {
        guard isBegun else {
          isBegun = true
          return RunEvents.start + (events.next(history.current) ?? "")
        }
        while !events.isOver {
          try await Task.sleep(for: Self.wait)
          let (current, silence) = (history.current, ContinuousClock.now - lastSent)
          guard silence >= Self.least || current.state.isOver else { continue }
          let news = events.next(current) ?? (silence >= Self.longest ? RunEvents.silence : nil)
          guard let news else { continue }
          lastSent = .now
          return news
        }
        return nil
      }
    }
  }
#endif

#if Watch
  import FlyingFox
  import FlyingSocks
  import Foundation
  import GradusExampleSupport

  /// Serves a run's page to this machine, on threads of its own: the run does not wait for it.
  final class PageServer {
    /// Where the page is.
    let address: String

    private let task: Task<Void, Never>
    private let readers: ReaderCount

    private static let usualPort: UInt16 = 8420
    /// Seconds that readers have at the end to hear of it.
    private static let patience = 2.0

    /// Starts to serve; throws `UserError` where the port is taken.
    convenience init(_ history: SharedHistory, port: UInt16?) throws {
      if let port {
        try self.init(history, on: port)
      } else {
        do { try self.init(history, on: Self.usualPort) } catch is UserError {
          try self.init(history, on: 0)
        }
      }
    }

    private init(_ history: SharedHistory, on port: UInt16) throws {
      let server = HTTPServer(
        address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), logger: .disabled)
      let (outcome, readers) = (ServerOutcome(), ReaderCount())
      task = Self.run(server, history, readers, outcome)
      self.readers = readers
      guard let port = outcome.awaitPort() else {
        task.cancel()
        throw UserError(
          "--watch cannot serve on port \(port) of 127.0.0.1: \(outcome.problem); give another "
            + "--watch-port")
      }
      address = "http://127.0.0.1:\(port)/"
    }

    /// Starts the server; `outcome` is told where it listens, or why it does not.
    private static func run(
      _ server: HTTPServer, _ history: SharedHistory, _ readers: ReaderCount,
      _ outcome: ServerOutcome
    ) -> Task<Void, Never> {
      Task.detached {
        try? await server.waitUntilListening(timeout: 10)
        guard case .ip4(_, let port) = await server.listeningAddress else { return }
        outcome.listen(on: port)
      }
      return Task.detached {
        await addPages(to: server, history, readers)
        do { try await server.run() } catch { outcome.fail(error) }
      }
    }

    /// Gives readers the time to hear of the end, and serves no more.
    func close() {
      let end = Date().addingTimeInterval(Self.patience)
      while readers.count > 0, Date() < end { usleep(20_000) }
      task.cancel()
    }

    private static func addPages(
      to server: HTTPServer, _ history: SharedHistory, _ readers: ReaderCount
    ) async {
      await server.appendRoute("GET /") { request in
        guard isLocal(request) else { return HTTPResponse(statusCode: .forbidden) }
        return HTTPResponse(
          statusCode: .ok, headers: headers("text/html; charset=utf-8"),
          body: Data(RunPage.html(history.current).utf8))
      }
      await server.appendRoute("GET /events") { request in
        guard isLocal(request) else { return HTTPResponse(statusCode: .forbidden) }
        return HTTPResponse(
          statusCode: .ok, headers: headers("text/event-stream"),
          body: HTTPBodySequence(
            from: EventBytes(history: history, readers: readers), suggestedBufferSize: 65_536))
      }
    }

    /// A page elsewhere whose name was made to lead here is not this one's reader.
    private static func isLocal(_ request: HTTPRequest) -> Bool {
      let host = request.headers[.host]?.split(separator: ":").first
      return host == "127.0.0.1" || host == "localhost"
    }

    private static func headers(_ type: String) -> HTTPHeaders {
      [
        .contentType: type, HTTPHeader("Cache-Control"): "no-store",
        HTTPHeader("X-Content-Type-Options"): "nosniff",
        HTTPHeader("Content-Security-Policy"):
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
          + "connect-src 'self'; img-src data:; frame-ancestors 'none'",
      ]
    }
  }
#endif

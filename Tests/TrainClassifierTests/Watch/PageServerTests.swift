#if Watch
  import FlyingSocks
  import Foundation
  import GradusExampleSupport
  import Testing

  @testable import TrainClassifier

  @Suite(.serialized, .timeLimit(.minutes(2))) struct PageServerTests {
    private let history = SharedHistory(
      RunHistory(
        network: "net", settings: [:], layers: ["fc"], steps: 3,
        at: Date(timeIntervalSince1970: 0)))

    private func port(_ server: PageServer) throws -> UInt16 {
      try #require(URLComponents(string: server.address)?.port.flatMap(UInt16.init(exactly:)))
    }

    /// Everything that is answered before the connection is closed.
    private func answer(
      _ port: UInt16, _ request: String, host: String = "127.0.0.1"
    ) async throws -> String {
      let socket = try await AsyncSocket.connected(
        to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
      defer { try? socket.close() }
      try await socket.write(
        Data("\(request) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8))
      var bytes: [UInt8] = []
      do { for try await byte in socket.bytes { bytes.append(byte) } } catch SocketError
        .disconnected
      {}
      return String(decoding: bytes, as: UTF8.self)
    }

    @Test func thePageIsServedToThisMachineAlone() async throws {
      let server = try PageServer(history, port: nil)
      defer { server.close() }
      #expect(server.address.hasPrefix("http://127.0.0.1:"))
      let port = try port(server)
      let page = try await answer(port, "GET /")
      #expect(page.hasPrefix("HTTP/1.1 200") && page.contains("default-src 'none'"))
      #expect(page.contains("<h1>net</h1>"))
      // Another name that leads here, other paths, and whatever would change something.
      #expect(try await answer(port, "GET /", host: "evil.example").hasPrefix("HTTP/1.1 403"))
      #expect(try await answer(port, "GET /../etc/passwd").hasPrefix("HTTP/1.1 404"))
      for method in ["POST", "PUT", "DELETE"] {
        #expect(try await answer(port, "\(method) /").hasPrefix("HTTP/1.1 404"))
      }
    }

    @Test func eventsComeUntilTheEnd() async throws {
      let server = try PageServer(history, port: nil)
      let port = try port(server)
      async let events = answer(port, "GET /events")
      for step in 0..<3 {
        try await Task.sleep(for: .milliseconds(500))
        history.update {
          $0.record(
            step: step, ["loss": 1], learningRate: 1, norms: [1],
            at: Date(timeIntervalSince1970: 1))
        }
      }
      history.update { $0.end(.finished("well"), at: Date(timeIntervalSince1970: 2)) }
      server.close()
      let text = try await events
      #expect(text.contains("text/event-stream") && text.contains("retry: 2000"))
      #expect(text.contains("event: end") && text.contains("Finished: well"))
      #expect(text.hasSuffix("0\r\n\r\n"))
    }

    @Test func aTakenPortIsSaidInOneLine() throws {
      let server = try PageServer(history, port: nil)
      defer { server.close() }
      let taken = try port(server)
      do {
        _ = try PageServer(history, port: taken)
        Issue.record("served twice on port \(taken)")
      } catch let error as UserError {
        #expect("\(error)".contains("--watch-port") && !"\(error)".contains("\n"))
      }
      // Nobody asked for that one.
      let other = try PageServer(history, port: nil)
      #expect(try port(other) != taken)
      other.close()
    }
  }
#endif

import AsyncHTTPClient
import Diagnostics
import HTTPExchange
import NIOCore
import NIOHTTP1
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Commands

struct WatchBoardTests {
  private struct Answer: Equatable {
    let status: UInt
    let body: String
  }

  private static func ask(_ url: String, method: String = "GET") async throws -> Answer {
    var request = HTTPClientRequest(url: url)
    request.method = .init(rawValue: method)
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
    let body = try await response.body.collect(upTo: 1 << 20)
    return Answer(status: response.status.code, body: String(buffer: body))
  }

  @Test func `known paths are answered, others are not found, and only GET and HEAD are accepted`() async throws {
    let now = Mutex(1000.0)
    let board = WatchBoard(filter: OutputFilter(redaction: nil, environment: [:]), maximumSilence: 60) { now.withLock(\.self) }
    try await HTTPServer.withServer(answer: { head, _ in board.answer(head) }) { (port: Int) async throws -> Void in
      let base = "http://127.0.0.1:\(port)"
      #expect(try await Self.ask("\(base)/healthz") == Answer(status: 200, body: "ok\n"))
      #expect(try await Self.ask("\(base)/healthz?x=y") == Answer(status: 200, body: "ok\n"))
      #expect(try await Self.ask("\(base)/readyz") == Answer(status: 503, body: "the first check is running\n"))
      #expect(try await Self.ask("\(base)/healthz", method: "HEAD") == Answer(status: 200, body: ""))
      #expect(try await Self.ask("\(base)/") == Answer(status: 503, body: "no check has succeeded yet\n"))
      #expect(try await Self.ask("\(base)/other").status == 404)
      #expect(try await Self.ask("\(base)/healthz", method: "POST").status == 405)
      now.withLock { $0 = 1061 }
      #expect(try await Self.ask("\(base)/healthz") == Answer(status: 503, body: "no check has ended for 60 s\n"))
      var status = DriftMetrics.Status(store: "s", version: "1")
      status.lastCheck = 1050
      board.show(status, page: nil)
      #expect(try await Self.ask("\(base)/healthz").status == 200)
      #expect(try await Self.ask("\(base)/readyz") == Answer(status: 503, body: "the last check failed\n"))
      status.succeeded = true
      board.show(status, page: "<p>")
      #expect(try await Self.ask("\(base)/readyz") == Answer(status: 200, body: "ok\n"))
    }
  }

  @Test func `a port in use is reported`() async throws {
    try await HTTPServer.withServer(answer: { _, _ in nil }) { (port: Int) async throws -> Void in
      let error = await #expect(throws: DiagnosticsError.self) {
        try await HTTPServer.withServer(port: port, answer: { _, _ in nil }) { _ in }
      }
      #expect(error?.diagnostics.first?.summary == "cannot listen on 127.0.0.1:\(port)")
    }
  }

  @Test func `a server without an answer closes the connection`() async throws {
    try await HTTPServer.withServer(answer: { _, _ in nil }) { (port: Int) async throws -> Void in
      await #expect(throws: HTTPClientError.remoteConnectionClosed) { try await Self.ask("http://127.0.0.1:\(port)/") }
    }
  }

  @Test(arguments: [
    ("127.0.0.1:9464", "127.0.0.1", 9464), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65535),
  ])
  func `an address is a host and a port`(text: String, host: String, port: Int) throws {
    let address = try #require(ListenAddress(argument: text))
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.description == text)
  }

  @Test(arguments: ["", ":80", "host", "host:", "host:65536", "::1:80", "host:-1"])
  func `anything else is not an address`(text: String) {
    #expect(ListenAddress(argument: text) == nil)
  }
}

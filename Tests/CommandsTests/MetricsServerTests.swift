import AsyncHTTPClient
import Diagnostics
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Commands

struct MetricsServerTests {
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
    let address = try #require(ListenAddress(argument: "127.0.0.1:0"))
    try await MetricsServer.withServer(
      on: address,
      answer: { $0 == "/metrics" ? MetricsAnswer(status: 200, body: "a 1\n") : nil }
    ) { (taken: ListenAddress) async throws -> Void in
      let base = "http://\(taken)"
      #expect(try await Self.ask("\(base)/metrics") == Answer(status: 200, body: "a 1\n"))
      #expect(try await Self.ask("\(base)/metrics?x=y") == Answer(status: 200, body: "a 1\n"))
      #expect(try await Self.ask("\(base)/metrics", method: "HEAD") == Answer(status: 200, body: ""))
      #expect(try await Self.ask("\(base)/other").status == 404)
      #expect(try await Self.ask("\(base)/metrics", method: "POST").status == 405)
    }
  }

  @Test func `a port in use is reported`() async throws {
    let address = try #require(ListenAddress(argument: "127.0.0.1:0"))
    try await MetricsServer.withServer(on: address, answer: { _ in nil }) { (taken: ListenAddress) async throws -> Void in
      let error = await #expect(throws: DiagnosticsError.self) {
        try await MetricsServer.withServer(on: taken, answer: { _ in nil }) { _ in }
      }
      #expect(error?.diagnostics.first?.summary == "cannot listen on \(taken)")
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

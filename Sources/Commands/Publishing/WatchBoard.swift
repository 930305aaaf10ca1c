import ArgumentParser
import HTTPExchange
import NIOHTTP1
import Reporting
import Synchronization

/// The result of the last check, for HTTP requests.
final class WatchBoard: Sendable {
  private let filter: OutputFilter
  private let last = Mutex<(status: DriftMetrics.Status, page: String?)?>(nil)

  init(filter: OutputFilter) { self.filter = filter }

  /// Replaces the result; the page is its report in HTML, as it may be seen.
  func show(_ status: DriftMetrics.Status, page: String?) { last.withLock { $0 = (status, page) } }

  /// `/` has the last report in HTML, `/metrics` has Prometheus' format, `/healthz` has 503 if the last check failed.
  func answer(_ head: HTTPRequestHead) -> HTTPAnswer {
    guard head.method == .GET || head.method == .HEAD else { return HTTPAnswer(405, "only GET and HEAD\n") }
    let (status, page) = last.withLock { ($0?.status, $0?.page) }
    switch head.uri.prefix(while: { $0 != "?" }) {
    case "/":
      return page.map { HTTPAnswer(200, $0, type: "text/html") } ?? HTTPAnswer(503, "no check has succeeded yet\n")
    case "/metrics":
      return HTTPAnswer(200, filter.text(status.map(DriftMetrics.text) ?? ""), type: "text/plain; version=0.0.4")
    case "/healthz":
      guard let status else { return HTTPAnswer(200, "starting\n") }
      return HTTPAnswer(status.succeeded ? 200 : 503, status.succeeded ? "ok\n" : "the last check failed\n")
    default: return HTTPAnswer(404, "not found\n")
    }
  }
}

extension HTTPAnswer {
  fileprivate init(_ status: Int, _ text: String, type: String = "text/plain") {
    self.init(status: status, headers: ["Content-Type": "\(type); charset=utf-8"], body: Array(text.utf8))
  }
}

/// Where a server listens: `127.0.0.1:9464`, `[::1]:9464`.
struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  let host: String
  /// 0 takes any free port.
  let port: Int

  var description: String { "\(ServerAddress.bracketed(host)):\(port)" }
}

extension ListenAddress: ExpressibleByArgument {
  /// `nil` unless the text is a host, a colon and a port.
  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...]) else {
      return nil
    }
    var host = argument[..<colon]
    if host.hasPrefix("[") && host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: Int(port))
  }
}

import ArgumentParser
import HTTPExchange
import NIOHTTP1
import Reporting
import Synchronization

/// The result of the last check, for HTTP requests.
final class WatchBoard: Sendable {
  private let filter: OutputFilter
  /// How long the service may go without a check before it counts as hung, in seconds.
  private let maximumSilence: Double
  /// The time of day in seconds since 1970.
  private let now: @Sendable () -> Double
  private let started: Double
  private let last = Mutex<(status: DriftMetrics.Status, page: String?)?>(nil)

  init(filter: OutputFilter, maximumSilence: Double, now: @escaping @Sendable () -> Double) {
    self.filter = filter
    self.maximumSilence = maximumSilence
    self.now = now
    started = now()
  }

  /// Replaces the result; the page is its report in HTML, as it may be seen.
  func show(_ status: DriftMetrics.Status, page: String?) { last.withLock { $0 = (status, page) } }

  /// `/` has the last report in HTML, `/metrics` has Prometheus' format.
  ///
  /// `/healthz` has 503 if no check has ended for too long: the service needs a restart. `/readyz` has 503 until a check has succeeded,
  /// and after a check that failed.
  func answer(_ head: HTTPRequestHead) -> HTTPAnswer {
    guard head.method == .GET || head.method == .HEAD else { return HTTPAnswer(405, "only GET and HEAD\n") }
    let (status, page) = last.withLock { ($0?.status, $0?.page) }
    switch head.uri.prefix(while: { $0 != "?" }) {
    case "/":
      return page.map { HTTPAnswer(200, $0, type: "text/html") } ?? HTTPAnswer(503, "no check has succeeded yet\n")
    case "/metrics":
      return HTTPAnswer(200, filter.text(status.map(DriftMetrics.text) ?? ""), type: "text/plain; version=0.0.4")
    case "/healthz":
      let isAlive = now() - (status?.lastCheck ?? started) <= maximumSilence
      return HTTPAnswer(isAlive ? 200 : 503, isAlive ? "ok\n" : "no check has ended for \(Int(maximumSilence)) s\n")
    case "/readyz":
      guard let status else { return HTTPAnswer(503, "the first check is running\n") }
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

package import Diagnostics

/// Where a server listens: `127.0.0.1:9464`, `[::1]:9464`.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  package let host: String
  /// 0 takes any free one.
  package let port: Int

  /// `nil` unless the text is a host, a colon and a port.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("[") && host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self.host = String(host)
    self.port = Int(port)
  }

  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Why a server does not listen.
package enum ListenError: DiagnosedError, Hashable {
  case cannotListen(address: String, reason: String)

  package var diagnostics: [Diagnostic] {
    switch self {
    case .cannotListen(let address, let reason):
      [
        Diagnostic(
          .error,
          code: "cannot-listen",
          summary: "cannot listen on \(address)",
          detail: "The system says: \(reason). Another process may have the port; name another one with --listen."
        )
      ]
    }
  }
}

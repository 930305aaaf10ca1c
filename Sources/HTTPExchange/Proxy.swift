/// A proxy that requests go through: HTTP with CONNECT, or SOCKS 5.
struct Proxy: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case http, socks }

  let kind: Kind
  let host: String
  let port: Int
  let credentials: Credentials?

  struct Credentials: Hashable, Sendable {
    let user: String
    let password: String
  }

  /// Parses `http://proxy.example.com:3128`, `user:password@proxy.example.com` or `socks5://127.0.0.1`.
  ///
  /// Errors name the `variable` and not the text, which may contain a password.
  init(_ text: String, variable: String) throws(NetworkSettingsError) {
    let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() } ?? "http"
    switch scheme {
    case "http": kind = .http
    case "socks5", "socks5h": kind = .socks
    default: throw .unusableProxy(variable: variable, scheme: Self.shown(scheme))
    }
    var rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    // An unencoded password may contain these characters. Its beginning would count as the host, and be shown.
    guard !rest[authority.endIndex...].contains(where: { $0 == "@" || $0 == "#" }) else { throw .badProxy(variable: variable) }
    rest = authority
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      // The password is empty for a proxy that takes only a user, or a token as the user.
      guard let user = PercentEncoding.decoded(parts[0]), let password = PercentEncoding.decoded(parts.count > 1 ? parts[1] : ""),
        "\(user)\(password)".utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
      else { throw .badProxy(variable: variable) }
      credentials = Credentials(user: user, password: password)
      rest = rest[rest.index(after: at)...]
    } else {
      credentials = nil
    }
    if kind == .socks && credentials != nil { throw .unusableProxy(variable: variable, scheme: "\(scheme) with a password") }
    guard let (host, port) = Self.hostAndPort(rest) else { throw .badProxy(variable: variable) }
    self.host = host
    self.port = port ?? (kind == .http ? 80 : 1080)
  }

  /// The parts of `host`, `host:port` or `[::1]:port`; `nil` for anything else.
  static func hostAndPort(_ text: Substring) -> (host: String, port: Int?)? {
    if text.hasPrefix("[") && !text.contains("]") { return nil }
    let end = text.hasPrefix("[") ? text.firstIndex(of: "]").map(text.index(after:)) : text.lastIndex(of: ":")
    let written = text[..<(end ?? text.endIndex)]
    let rest = text[(end ?? text.endIndex)...]
    let host = written.hasPrefix("[") ? written.dropFirst().dropLast() : written
    guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), written.hasPrefix("[") || !host.contains(":")
    else { return nil }
    if rest.isEmpty || rest == ":" { return (String(host), nil) }
    guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
    return (String(host), Int(port))
  }

  /// The scheme for a message, if it looks like one: a text without a scheme may begin with a password.
  private static func shown(_ scheme: String) -> String {
    scheme.utf8.count <= 10 && scheme.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
      ? scheme : "unknown"
  }
}

extension Proxy: CustomStringConvertible, CustomReflectable {
  /// Only host and port: user and password are secret.
  var description: String { "\(ServerAddress.bracketed(host)):\(port)" }
  /// Without this, `dump` would print the password.
  var customMirror: Mirror { Mirror(self, children: []) }
}

import Diagnostics

/// Which requests go through which proxy, by the variables that curl, Go and Python read.
///
/// - `https_proxy` or `http_proxy` applies by the scheme of the address, otherwise `all_proxy`. The name in lower case
///   comes first, as in curl. HTTP proxies get a CONNECT, even for plain http.
/// - `no_proxy` lists what is reached directly: a host with its subdomains (`example.com`, `.example.com`,
///   `*.example.com`), an address, a range of addresses (`10.0.0.0/8`), each optionally with a port, or `*` for
///   everything. Names are not resolved.
/// - This machine and link-local addresses are always reached directly. AWS's container credentials are there
///   (169.254.170.2, `fd00:ec2::23`), where a proxy would not find them.
struct ProxyRules: Hashable, Sendable {
  private let https: Result<Proxy, HTTPFailure>?
  private let http: Result<Proxy, HTTPFailure>?
  private let exceptions: [Exception]

  /// The usable proxies.
  var proxies: Set<Proxy> { Set([https, http].compactMap { try? $0?.get() }) }

  init(_ environment: EnvironmentVariables) {
    func proxy(_ scheme: String) -> Result<Proxy, HTTPFailure>? {
      let found = environment.first(of: "\(scheme)_proxy", "\(scheme.uppercased())_PROXY", "all_proxy", "ALL_PROXY")
      guard let found else { return nil }
      return Result { () throws(HTTPFailure) in try Proxy(found.value, variable: found.name) }
    }
    https = proxy("https")
    http = proxy("http")
    let list = environment.first(of: "no_proxy", "NO_PROXY")?.value ?? ""
    exceptions = list.split { $0 == "," || $0.isWhitespace }.compactMap { Exception($0) }
  }

  /// The proxy for an address; `nil` if it is reached directly.
  func proxy(for address: ServerAddress) throws(HTTPFailure) -> Proxy? {
    guard let proxy = address.scheme == "https" ? https : http, !address.isLoopback else { return nil }
    let host = Exception.normalized(address.host)
    let ip = IPAddress(host)
    if ip?.isLinkLocal == true { return nil }
    return exceptions.contains { $0.covers(host, ip, port: address.port) } ? nil : try proxy.get()
  }

  /// One entry of `no_proxy`.
  private struct Exception: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
      case everything
      /// In lower case, without dots at either end.
      case domain(String)
      /// All addresses with the same first bits.
      case addresses(IPAddress, bits: Int)
    }

    let subject: Subject
    /// `nil` for every port.
    let port: Int?

    /// `nil` for an entry that nothing can match.
    init?(_ text: Substring) {
      if text == "*" {
        (subject, port) = (.everything, nil)
      } else if let slash = text.lastIndex(of: "/") {
        guard let address = IPAddress(String(text[..<slash])), let bits = UInt8(text[text.index(after: slash)...]),
          bits <= address.bytes.count * 8
        else { return nil }
        (subject, port) = (.addresses(address, bits: Int(bits)), nil)
      } else if let address = IPAddress(String(text)) {
        (subject, port) = (.addresses(address, bits: address.bytes.count * 8), nil)
      } else {
        guard let (host, port) = Proxy.hostAndPort(text) else { return nil }
        self.port = port
        if let address = IPAddress(host) {
          subject = .addresses(address, bits: address.bytes.count * 8)
        } else {
          subject = .domain(Self.normalized(host.hasPrefix("*.") ? String(host.dropFirst(2)) : host))
        }
      }
    }

    func covers(_ host: String, _ address: IPAddress?, port: Int) -> Bool {
      guard self.port == nil || self.port == port else { return false }
      return switch subject {
      case .everything: true
      case .domain(let domain): address == nil && (host == domain || host.hasSuffix(".\(domain)"))
      case .addresses(let first, let bits): address?.shares(bits, with: first) == true
      }
    }

    /// In lower case, without the dot at the end of a complete name and the one before a suffix.
    static func normalized(_ host: String) -> String {
      var host = host.lowercased()[...]
      if host.hasSuffix(".") { host = host.dropLast() }
      if host.hasPrefix(".") { host = host.dropFirst() }
      return String(host)
    }
  }
}

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
  init(_ text: String, variable: String) throws(HTTPFailure) {
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

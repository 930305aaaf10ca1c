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
  private let https: Result<Proxy, NetworkSettingsError>?
  private let http: Result<Proxy, NetworkSettingsError>?
  private let exceptions: [Exception]

  /// The usable proxies.
  var proxies: Set<Proxy> { Set([https, http].compactMap { try? $0?.get() }) }

  init(_ environment: EnvironmentVariables) {
    func proxy(_ scheme: String) -> Result<Proxy, NetworkSettingsError>? {
      let found = environment.first(of: "\(scheme)_proxy", "\(scheme.uppercased())_PROXY", "all_proxy", "ALL_PROXY")
      guard let found else { return nil }
      return Result { () throws(NetworkSettingsError) in try Proxy(found.value, variable: found.name) }
    }
    https = proxy("https")
    http = proxy("http")
    let list = environment.first(of: "no_proxy", "NO_PROXY")?.value ?? ""
    exceptions = list.split { $0 == "," || $0.isWhitespace }.compactMap { Exception($0) }
  }

  /// The proxy for an address; `nil` if it is reached directly.
  func proxy(for address: ServerAddress) throws(NetworkSettingsError) -> Proxy? {
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

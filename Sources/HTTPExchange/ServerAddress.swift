import FoundationEssentials

/// The address of a server: https, or plain http to this machine or where the user allows it.
package struct ServerAddress: Hashable, Sendable {
  /// `http` or `https`.
  package let scheme: String
  /// In lower case; an IPv6 address without its brackets.
  package let host: String
  /// Also when it is the scheme's own.
  package let port: Int
  /// The path as it stands in the address.
  package private(set) var path: String
  /// What stands behind the question mark; `nil` without one.
  package let query: String?

  /// `allowsPlainHTTP` is whether plain http may go to other machines too.
  package init(_ text: String, allowsPlainHTTP: Bool = false) throws(ServerAddressError) {
    // Two parsers see the address, ours and the HTTP client's; of these bytes both make the same.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) }),
      let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
      let written = components.host?.lowercased(), !written.isEmpty
    else { throw .malformed }
    guard components.user == nil && components.password == nil else { throw .hasUser }
    guard components.fragment == nil else { throw .malformed }
    guard ["http", "https"].contains(scheme) else { throw .otherScheme }
    host = written.hasPrefix("[") ? String(written.dropFirst().dropLast()) : written
    guard scheme == "https" || Self.isLoopback(host) || allowsPlainHTTP else { throw .notEncrypted(host: written) }
    self.scheme = scheme
    port = components.port ?? Self.standardPort(scheme)
    path = components.percentEncodedPath
    query = components.percentEncodedQuery
  }

  private static func standardPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }

  /// Whether a host is this machine by what is written: `localhost`, 127.0.0.0/8 or `::1`.
  ///
  /// Other names could resolve to anything.
  package static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    return host == "localhost" || IPAddress(host)?.isLoopback == true
  }

  package var isLoopback: Bool { Self.isLoopback(host) }

  /// The host with its port, if it is not the scheme's own: what the header `Host` takes.
  package var authority: String { port == Self.standardPort(scheme) ? Self.bracketed(host) : hostAndPort }

  /// The host with its port, also when that is the scheme's own.
  var hostAndPort: String { "\(Self.bracketed(host)):\(port)" }

  /// A host as it stands before a port: IPv6 addresses have brackets there.
  package static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

  /// Scheme, host, port and path, without the query: the address as a person may see it, since a query may hold a token.
  package var shown: String { "\(scheme)://\(authority)\(path)" }

  /// Scheme, host and port.
  var origin: String { "\(scheme)://\(authority)" }

  /// The same address with more at the end of its path.
  package func appending(_ suffix: String) -> ServerAddress {
    var address = self
    address.path = (path.hasSuffix("/") ? String(path.dropLast()) : path) + suffix
    return address
  }

  /// The whole address with another parameter in its query.
  package func url(adding parameter: (name: String, value: String)? = nil) -> String {
    let added = parameter.map { "\($0.name)=\(PercentEncoding.encoded($0.value))" }
    let parts = [query, added].compactMap { $0 }
    return parts.isEmpty ? shown : "\(shown)?\(parts.joined(separator: "&"))"
  }
}

extension ServerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { shown }
  package var debugDescription: String { shown }
  /// Without this, `dump` would print the query.
  package var customMirror: Mirror { Mirror(self, children: ["shown": shown]) }
}

/// Why a text is not the address of a server.
///
/// The text is never repeated: it may hold a password.
package enum ServerAddressError: Error, Hashable, Sendable {
  /// Not a URL, or one with a fragment.
  case malformed
  /// Neither http nor https.
  case otherScheme
  /// With a user or a password in it.
  case hasUser
  /// Plain http to another machine.
  case notEncrypted(host: String)
}

import Diagnostics
import FoundationEssentials

/// The address of a server: https, or plain http if it is this machine or the user allows it.
package struct ServerAddress: Hashable, Sendable {
  /// `http` or `https`.
  package let scheme: String
  /// In lower case; an IPv6 address without its brackets.
  package let host: String
  /// The port, even if it is the default of the scheme.
  package let port: Int
  /// The path, percent-encoded.
  package private(set) var path: String
  /// The part after the question mark; `nil` without one.
  package let query: String?

  /// `allowsPlainHTTP` is whether plain http may go to other machines.
  package init(_ text: String, allowsPlainHTTP: Bool = false) throws(ServerAddressError) {
    // Both our parser and the HTTP client's read the address. They agree on these bytes.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) }),
      let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
      let written = components.host?.lowercased(), !written.isEmpty
    else { throw .malformed }
    guard components.user == nil && components.password == nil else { throw .hasUser }
    guard components.fragment == nil else { throw .malformed }
    guard ["http", "https"].contains(scheme) else { throw .otherScheme }
    host = written.hasPrefix("[") ? String(written.dropFirst().dropLast()) : written
    self.scheme = scheme
    port = components.port ?? Self.standardPort(scheme)
    path = components.percentEncodedPath
    query = components.percentEncodedQuery
    guard scheme == "https" || isLoopback || allowsPlainHTTP else { throw .notEncrypted(host: written) }
  }

  private static func standardPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }

  /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `::1`.
  ///
  /// Other names could resolve to anything.
  package var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }

  /// The value of the header `Host`: the host, with its port unless that is the default of the scheme.
  package var authority: String { port == Self.standardPort(scheme) ? Self.bracketed(host) : hostAndPort }

  var hostAndPort: String { "\(Self.bracketed(host)):\(port)" }

  /// A host as it is written before a port: IPv6 addresses need brackets.
  package static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

  /// The address as messages show it: without the query, which may contain a token.
  package var shown: String { "\(scheme)://\(authority)\(path)" }

  package var origin: String { "\(scheme)://\(authority)" }

  /// The address with a suffix on its path.
  package func appending(_ suffix: String) -> ServerAddress {
    var address = self
    address.path = (path.hasSuffix("/") ? String(path.dropLast()) : path) + suffix
    return address
  }

  /// The whole address, with one more parameter in its query.
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

/// Why a text is not a valid address; the text is not repeated, since it may contain a password.
package enum ServerAddressError: Error, Hashable, Sendable {
  /// Not a URL, or one with a fragment.
  case malformed
  /// Neither http nor https.
  case otherScheme
  case hasUser
  /// Plain http to another machine.
  case notEncrypted(host: String)
}

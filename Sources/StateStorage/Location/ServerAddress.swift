import FoundationEssentials

/// The address of a server on the web: https, or plain http where that is fine.
package struct ServerAddress: Hashable, Sendable {
  /// Allows plain http to hosts other than this machine.
  static let plainHTTPVariable = "SEGPLAN_STATE_ALLOW_HTTP"

  /// Scheme, host, port and path, without a query.
  let base: String
  /// What stands behind the question mark; `nil` without one.
  let query: String?
  let scheme: String
  /// The host with its port, if it is not the scheme's own: what the header `Host` takes.
  let authority: String
  /// The path as it stands in the address.
  let path: String

  /// - Parameters:
  ///   - text: The address. It is never repeated in an error: it may hold a password.
  ///   - source: The option or variable that it comes from.
  ///   - environment: Says whether plain http is allowed.
  /// - Throws: ``StateLocationError`` for an address that is none, holds a user or a fragment, or is plain http to another machine.
  init(_ text: String, source: String, environment: Variables) throws(StateLocationError) {
    // Two parsers see the address, ours and the HTTP client's; of these bytes both make the same.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) }),
      let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
      let host = components.host?.lowercased(), !host.isEmpty
    else { throw .badAddress(source: source) }
    guard components.user == nil && components.password == nil else { throw .userInAddress(source: source) }
    guard components.fragment == nil else { throw .badAddress(source: source) }
    guard scheme == "https" || scheme == "http" else { throw .badAddress(source: source) }
    guard scheme == "https" || Self.isLoopback(host) || environment.isOn(Self.plainHTTPVariable) else {
      throw .notEncrypted(source: source, host: host)
    }
    self.scheme = scheme
    let port = components.port.flatMap { $0 == (scheme == "https" ? 443 : 80) ? nil : $0 }
    // A literal IPv6 address stands in brackets.
    let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    authority = name + (port.map { ":\($0)" } ?? "")
    path = components.percentEncodedPath
    query = components.percentEncodedQuery
    base = "\(scheme)://\(authority)\(path)"
  }

  private init(_ other: ServerAddress, path: String) {
    scheme = other.scheme
    authority = other.authority
    self.path = path
    query = other.query
    base = "\(other.scheme)://\(other.authority)\(path)"
  }

  /// The same address with more at the end of its path.
  func appending(_ suffix: String) -> ServerAddress {
    ServerAddress(self, path: (path.hasSuffix("/") ? String(path.dropLast()) : path) + suffix)
  }

  /// The whole address with another parameter in its query.
  func url(adding parameter: (name: String, value: String)? = nil) -> String {
    let added = parameter.map { "\($0.name)=\(PercentEncoding.encoded($0.value))" }
    let parts = [query, added].compactMap { $0 }
    return parts.isEmpty ? base : "\(base)?\(parts.joined(separator: "&"))"
  }

  /// The address as a person may see it: a query may hold a token.
  var shown: String { base }

  /// Literal addresses and the name `localhost`; other names could resolve to anything.
  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

extension ServerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { shown }
  package var debugDescription: String { shown }
  /// Without this, `dump` would print the query.
  package var customMirror: Mirror { Mirror(self, children: ["base": base]) }
}

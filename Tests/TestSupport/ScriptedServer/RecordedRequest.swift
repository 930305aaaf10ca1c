import NIOHTTP1

/// A request as it came over the wire.
package struct RecordedRequest: Hashable, Sendable {
  package let method: String
  /// Path and query exactly as they stood in the request line.
  package let target: String
  /// Names in lower case, in the order in which they came.
  package let headers: [Header]
  package let body: [UInt8]
  /// How many requests the server was busy with when this one had arrived, itself included.
  package let inFlight: Int

  package struct Header: Hashable, Sendable {
    package let name: String
    package let value: String
  }

  init(_ head: HTTPRequestHead, body: [UInt8], inFlight: Int) {
    method = head.method.rawValue
    target = head.uri
    headers = head.headers.map { Header(name: $0.name.lowercased(), value: $0.value) }
    self.body = body
    self.inFlight = inFlight
  }

  package var path: String { String(target.prefix { $0 != "?" }) }

  /// What stands behind the question mark; empty without one.
  package var query: String { String(target.dropFirst(path.count + 1)) }

  package var text: String { String(decoding: body, as: UTF8.self) }

  /// The values of a header, whose name is given in lower case.
  package func values(of name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

  /// The value of a parameter of the query, as it stands there.
  package func parameter(_ name: String) -> String? {
    query.split(separator: "&").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
  }

  /// The number of the page that a listing asks for.
  package var page: Int { parameter("page").flatMap { Int($0) } ?? 0 }

  /// How many records a page a listing asks for.
  package var limit: Int { parameter("limit").flatMap { Int($0) } ?? 0 }
}

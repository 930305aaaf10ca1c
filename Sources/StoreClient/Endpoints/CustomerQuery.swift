import Diagnostics
import SegmentModel

/// The customers that one request asks for: at least one, all by id or all by email.
///
/// A query without a filter, which would list every customer of the store, cannot be expressed.
struct CustomerQuery: Hashable, Sendable {
  /// Maximum number of references per request: one less than the records of the largest page.
  ///
  /// A full page would need another request to prove that it is the last one.
  static let maximumCount = PageLimit.largest - 1

  /// Maximum length of a request's address, with scheme and host, in bytes after percent-encoding.
  ///
  /// The vendor states no limit. By default, nginx and Apache accept a request line of 8 KiB, and some gateways accept
  /// 4 KiB. This is below both, and enough for a hundred emails.
  static let maximumAddressLength = 4_000

  /// Ascending, each spelling of an address once: 1 to ``maximumCount``.
  ///
  /// All are ids or all are emails: a customer must pass every filter of a request.
  let references: [CustomerReference]

  private init(_ references: some Sequence<CustomerReference>) { self.references = Array(references) }

  var isByEmail: Bool { if case .email = references[0] { true } else { false } }

  /// How many customers the query asks for, however many spellings their addresses have.
  var customerCount: Int { Set(references).count }

  /// The two halves of the query; `nil` when it asks for one customer.
  var halves: (CustomerQuery, CustomerQuery)? {
    guard references.count > 1 else { return nil }
    let middle = references.count / 2
    return (CustomerQuery(references[..<middle]), CustomerQuery(references[middle...]))
  }

  /// The filter as a percent-encoded parameter: `id%3Ain=1%2C2`.
  var parameter: String {
    Self.filter(for: references[0]) + references.map(Self.encoded).joined(separator: Self.comma)
  }

  /// The references in queries, each reference once: first the ids, then the emails, in ascending order.
  ///
  /// An email that is not in lower case is asked for in both spellings, since the store may compare exactly.
  ///
  /// `fixedBytes` is the length of the address without the filter. A longer reference gets its own query.
  static func queries(for references: some Sequence<CustomerReference>, fixedBytes: Int) -> [CustomerQuery] {
    var ids: Set<CustomerID> = []
    var emails: [String: EmailAddress] = [:]
    for reference in references {
      switch reference {
      case .id(let id): ids.insert(id)
      case .email(let email):
        for spelling in [email, email.lowercased] { emails[spelling.written] = spelling }
      }
    }
    let spellings = emails.values.sorted { ($0.text, $0.written) < ($1.text, $1.written) }
    var queries: [CustomerQuery] = []
    var chunk: [CustomerReference] = []
    var length = 0
    for reference in ids.sorted().map(CustomerReference.id) + spellings.map(CustomerReference.email) {
      let needed = comma.utf8.count + encoded(reference).utf8.count
      if let first = chunk.first,
        filter(for: first) != filter(for: reference) || chunk.count == maximumCount || length + needed > maximumAddressLength
      {
        queries.append(CustomerQuery(chunk))
        chunk = []
      }
      // The first reference has no comma.
      if chunk.isEmpty { length = fixedBytes + filter(for: reference).utf8.count - comma.utf8.count }
      chunk.append(reference)
      length += needed
    }
    return chunk.isEmpty ? queries : queries + [CustomerQuery(chunk)]
  }

  private static let comma = "%2C"

  private static func filter(for reference: CustomerReference) -> String {
    switch reference {
    case .id: "id%3Ain="
    case .email: "email%3Ain="
    }
  }

  /// Percent-encoded: the store would read a `+` as a blank, and an `&` would end the list.
  private static func encoded(_ reference: CustomerReference) -> String {
    switch reference {
    case .id(let id): id.description
    case .email(let email): PercentEncoding.encoded(email.written)
    }
  }
}

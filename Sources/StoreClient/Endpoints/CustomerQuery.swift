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

  /// A request asks for ids or for emails: a customer must pass every filter of a request.
  let isByEmail: Bool
  /// Ascending, each spelling of an address once: 1 to ``maximumCount``.
  let references: [CustomerReference]

  private init(_ references: [CustomerReference], isByEmail: Bool) {
    self.references = references
    self.isByEmail = isByEmail
  }

  /// How many customers the query asks for, however many spellings their addresses have.
  var customerCount: Int { Set(references).count }

  /// The two halves of the query; `nil` when it asks for one customer.
  var halves: (CustomerQuery, CustomerQuery)? {
    guard references.count > 1 else { return nil }
    let middle = references.count / 2
    return (
      CustomerQuery(Array(references[..<middle]), isByEmail: isByEmail),
      CustomerQuery(Array(references[middle...]), isByEmail: isByEmail)
    )
  }

  /// The filter as a percent-encoded parameter: `id%3Ain=1%2C2`.
  var parameter: String {
    Self.name(isByEmail: isByEmail) + references.map(Self.encoded).joined(separator: Self.comma)
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
    return queries(for: ids.sorted().map { .id($0) }, isByEmail: false, fixedBytes: fixedBytes)
      + queries(for: spellings.map { .email($0) }, isByEmail: true, fixedBytes: fixedBytes)
  }

  private static let comma = "%2C"

  private static func name(isByEmail: Bool) -> String { isByEmail ? "email%3Ain=" : "id%3Ain=" }

  private static func queries(for references: [CustomerReference], isByEmail: Bool, fixedBytes: Int) -> [CustomerQuery] {
    let room = maximumAddressLength - fixedBytes - name(isByEmail: isByEmail).utf8.count
    var queries: [CustomerQuery] = []
    var chunk: [CustomerReference] = []
    var used = 0
    for reference in references {
      let needed = encoded(reference).utf8.count
      if !chunk.isEmpty, chunk.count == maximumCount || used + needed > room {
        queries.append(CustomerQuery(chunk, isByEmail: isByEmail))
        (chunk, used) = ([], 0)
      }
      chunk.append(reference)
      used += needed + comma.utf8.count
    }
    return chunk.isEmpty ? queries : queries + [CustomerQuery(chunk, isByEmail: isByEmail)]
  }

  /// Percent-encoded: the store would read a `+` as a blank, and an `&` would end the list.
  private static func encoded(_ reference: CustomerReference) -> String {
    switch reference {
    case .id(let id): id.description
    case .email(let email): PercentEncoding.encoded(email.written)
    }
  }
}

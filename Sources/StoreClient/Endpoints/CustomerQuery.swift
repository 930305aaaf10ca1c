import HTTPExchange
import SegmentModel

/// The customers that one request asks for: at least one, ids or emails, as many as an address may hold.
///
/// Neither a query without a filter nor one that lists every customer of the store can be made.
struct CustomerQuery: Hashable, Sendable {
  /// References of a request: one less than the largest page holds records.
  ///
  /// A full page would need another request to show that it is the last one.
  static let maximumCount = PageLimit.largest - 1

  /// The most bytes of a request's address, scheme and host too, after percent-encoding.
  ///
  /// The vendor states no limit. Web servers take 8 KiB for the request line by default (nginx, Apache), some gateways 4 KiB: this stays
  /// under both, and still asks for more than a hundred emails at once.
  static let longestAddress = 4_000

  /// Whether the customers are asked for by email; all of them, since a customer has to pass every filter of one request.
  let isByEmail: Bool
  /// Ascending and unique: 1 to ``maximumCount``.
  let references: [CustomerReference]

  private init(_ references: [CustomerReference], isByEmail: Bool) {
    self.references = references
    self.isByEmail = isByEmail
  }

  /// The two halves of the query; `nil` when it asks for one customer only.
  var halves: (CustomerQuery, CustomerQuery)? {
    guard references.count > 1 else { return nil }
    let middle = references.count / 2
    return (
      CustomerQuery(Array(references[..<middle]), isByEmail: isByEmail),
      CustomerQuery(Array(references[middle...]), isByEmail: isByEmail)
    )
  }

  /// The filter as a parameter of a query, percent-encoded: `id%3Ain=1%2C2`.
  var parameter: String {
    Self.name(isByEmail: isByEmail) + references.map(Self.encoded).joined(separator: Self.comma)
  }

  /// The references cut into queries, each reference once: first the ids, then the emails, in ascending order.
  ///
  /// `fixedBytes` is the length of the address without the filter; a reference that does not fit into what is left goes alone.
  static func queries(for references: some Sequence<CustomerReference>, fixedBytes: Int) -> [CustomerQuery] {
    var ids: Set<CustomerID> = []
    var emails: Set<EmailAddress> = []
    for reference in references {
      switch reference {
      case .id(let id): ids.insert(id)
      case .email(let email): emails.insert(email)
      }
    }
    return queries(for: ids.sorted().map { .id($0) }, isByEmail: false, fixedBytes: fixedBytes)
      + queries(for: emails.sorted { $0.text < $1.text }.map { .email($0) }, isByEmail: true, fixedBytes: fixedBytes)
  }

  private static let comma = "%2C"

  private static func name(isByEmail: Bool) -> String { isByEmail ? "email%3Ain=" : "id%3Ain=" }

  private static func queries(for references: [CustomerReference], isByEmail: Bool, fixedBytes: Int) -> [CustomerQuery] {
    let room = longestAddress - fixedBytes - name(isByEmail: isByEmail).utf8.count
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

  /// Percent-encoded: a `+` would reach the store as a blank, and an `&` end the list.
  private static func encoded(_ reference: CustomerReference) -> String {
    switch reference {
    case .id(let id): id.description
    case .email(let email): PercentEncoding.encoded(email.text)
    }
  }
}

import HTTPExchange
import SegmentModel

/// The customers that one request asks for: at least one, ids or emails, as many as an address may hold.
///
/// Neither a query without a filter nor one that lists every customer of the store can be made.
struct CustomerQuery: Hashable, Sendable {
  /// Ids and emails are asked for apart: a customer has to pass both filters of one request.
  enum Filter: Hashable, Sendable {
    /// Ascending and unique.
    case ids([CustomerID])
    /// Ascending and unique.
    case emails([EmailAddress])
  }

  /// References of a request: one less than the largest page holds records.
  ///
  /// A full page would need another request to show that it is the last one.
  static let maximumCount = PageLimit.largest - 1

  /// The most bytes of a request's address, scheme and host too, after percent-encoding.
  ///
  /// The vendor states no limit. Web servers take 8 KiB for the request line by default (nginx, Apache), some gateways 4 KiB: this stays
  /// under both, and still asks for more than a hundred emails at once.
  static let longestAddress = 4_000

  /// What the customers are asked for by.
  let filter: Filter

  private init(_ filter: Filter) { self.filter = filter }

  /// How many references there are: 1 to ``maximumCount``.
  var count: Int {
    switch filter {
    case .ids(let ids): ids.count
    case .emails(let emails): emails.count
    }
  }

  /// The two halves of the query; `nil` when it asks for one customer only.
  var halves: (CustomerQuery, CustomerQuery)? {
    guard count > 1 else { return nil }
    let middle = count / 2
    switch filter {
    case .ids(let ids):
      return (CustomerQuery(.ids(Array(ids[..<middle]))), CustomerQuery(.ids(Array(ids[middle...]))))
    case .emails(let emails):
      return (CustomerQuery(.emails(Array(emails[..<middle]))), CustomerQuery(.emails(Array(emails[middle...]))))
    }
  }

  /// The customer of a query that asks for one only; `nil` for others.
  var onlyReference: CustomerReference? {
    guard count == 1 else { return nil }
    switch filter {
    case .ids(let ids): return ids.first.map { .id($0) }
    case .emails(let emails): return emails.first.map { .email($0) }
    }
  }

  /// The filter as a parameter of a query, percent-encoded: `id%3Ain=1%2C2`.
  var parameter: String {
    switch filter {
    case .ids(let ids): Self.idName + ids.map(\.description).joined(separator: Self.comma)
    case .emails(let emails): Self.emailName + emails.map(Self.encoded).joined(separator: Self.comma)
    }
  }

  /// The references cut into queries, each reference once: first the ids, then the emails, in ascending order.
  ///
  /// - Parameters:
  ///   - references: What customers are named by; repetitions are dropped.
  ///   - fixedBytes: How long the address is without the filter; a reference that does not fit into what is left goes alone.
  /// - Returns: As few as there have to be; none for no references.
  static func queries(for references: some Sequence<CustomerReference>, fixedBytes: Int) -> [CustomerQuery] {
    var ids: Set<CustomerID> = []
    var emails: Set<EmailAddress> = []
    for reference in references {
      switch reference {
      case .id(let id): ids.insert(id)
      case .email(let email): emails.insert(email)
      }
    }
    let room = longestAddress - fixedBytes
    return
      chunks(of: ids.sorted(), room: room - idName.utf8.count) { $0.description.utf8.count }.map { CustomerQuery(.ids($0)) }
      + chunks(of: emails.sorted { $0.text < $1.text }, room: room - emailName.utf8.count) { encoded($0).utf8.count }
      .map { CustomerQuery(.emails($0)) }
  }

  private static let idName = "id%3Ain="
  private static let emailName = "email%3Ain="
  private static let comma = "%2C"

  private static func chunks<Item>(of items: [Item], room: Int, bytes: (Item) -> Int) -> [[Item]] {
    var chunks: [[Item]] = []
    var chunk: [Item] = []
    var used = 0
    for item in items {
      let needed = bytes(item) + comma.utf8.count
      if !chunk.isEmpty, chunk.count == maximumCount || used + needed - comma.utf8.count > room {
        chunks.append(chunk)
        (chunk, used) = ([], 0)
      }
      chunk.append(item)
      used += needed
    }
    if !chunk.isEmpty { chunks.append(chunk) }
    return chunks
  }

  /// Percent-encoded: a `+` would reach the store as a blank, and an `&` end the list.
  private static func encoded(_ email: EmailAddress) -> String { PercentEncoding.encoded(email.text) }
}

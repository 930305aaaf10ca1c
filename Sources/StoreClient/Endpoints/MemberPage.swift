import HTTPExchange
package import SegmentModel

/// A page of a segment's members, as it is read from an answer's body: for those who measure or compare how that is done.
package struct MemberPage: Hashable, Sendable {
  /// The ids of the page's records, in their order.
  package let members: [ShopperProfileID]
  /// How many records the whole list has; `nil` when the page does not say.
  package let total: Int?

  /// How a body is read.
  package enum Reading: Hashable, Sendable {
    /// As listings do it.
    case standard
    /// By the JSON decoder alone.
    case decoderOnly
  }

  /// - Throws: `StoreError.Kind` for a body that is no such page.
  package init(_ body: [UInt8], reading: Reading = .standard) throws {
    let response = StoreResponse(status: 200, headers: [:], body: body)
    let page =
      switch reading {
      case .standard: try response.decoded(WirePage<WireProfile>.self)
      case .decoderOnly: try response.decodedByFoundation(WirePage<WireProfile>.self)
      }
    members = page.data.map(\.id.id)
    total = page.pagination?.total
  }
}

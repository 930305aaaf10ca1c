import Diagnostics
import Planning
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// What `segplan list` shows.
struct OverviewTests {
  @Test func `the overview has one row for each segment of the store, the manifests and the state`() async throws {
    try await withShop(customers: 20) { shop in
      shop.store.simulator.edit { store in
        for (name, members) in [("Foreign", [9]), ("Pinned", [7, 8])] {
          guard let id = (try? store.createSegments([SegmentDraft(name: name)]))?.first?.id else { continue }
          _ = store.insertMembers(members.map { .numbered($0) }, into: id)
        }
      }
      let pinned = try #require(shop.store.store.segment(named: "Pinned")).id
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}]}\n  - {name: Gone, members: [{customer: 3}]}")
      try await shop.apply()
      let gone = try #require(shop.store.store.segment(named: "Gone")).id
      shop.store.simulator.edit { $0.deleteSegments([gone]) }
      try shop.declare(
        "  - {name: A, members: []}\n  - {name: Gone, members: []}\n  - {name: Renamed, id: \(pinned), members: []}\n"
          + "  - {name: New, members: []}"
      )
      let configuration = try shop.request().configuration
      let rows = try await shop.withReconciler { try await $0.overview(configuration) }
      #expect(rows.map(\.name) == ["A", "Foreign", "Gone", "New", "Pinned"])
      #expect(rows.map(\.live) == [2, 1, nil, nil, 2])
      #expect(rows.map(\.recorded) == [2, nil, 1, nil, nil])
      #expect(rows.map { $0.declaredAt?.start.line } == [3, nil, 4, 6, 5])
      #expect(rows.map { $0.id != nil } == [true, true, false, false, true])
    }
  }

  @Test func `the days for expiring members begin tomorrow and include the last one`() async throws {
    try await withShop(customers: 20) { shop in
      func member(_ customer: Int, _ days: Int) -> String {
        "{customer: \(customer), expires: \(shop.day.advanced(by: days))}"
      }
      let profile = "{profile: \(ShopperProfileID.numbered(9)), expires: \(shop.day.advanced(by: 1))}"
      let email = "{email: customer8@example.com, expires: \(shop.day.advanced(by: 2))}"
      let members = [member(1, 0), member(2, 1), member(3, 2), member(4, 3), profile, email, "{customer: 5}"]
      try shop.declare("  - {name: A, members: [\(members.joined(separator: ", "))]}")
      let expiring = try shop.request().configuration.expiring(within: 2)
      let customers = [CustomerID(2), CustomerID(3)].compactMap(\.self)
      #expect(expiring.map(\.subject) == [.customer(customers[0]), .profile(.numbered(9)), .customer(customers[1]), .email])
      #expect(expiring.map(\.expires) == [1, 1, 2, 2].map { shop.day.advanced(by: $0) })
    }
  }
}

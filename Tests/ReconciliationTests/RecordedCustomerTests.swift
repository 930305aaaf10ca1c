import Diagnostics
import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Customers whose profile the state records.
struct RecordedCustomerTests {
  /// Runs the body with a shop that has applied a segment with the customers 1 to 12.
  private static func withApplied(_ policy: String = "error", _ body: (Shop) async throws -> Void) async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(SourceCheckTests.segment(numbers: 1...12, policy: policy))
      try await shop.apply()
      try await body(shop)
    }
  }

  /// The customers that the store was asked for since the log had this many entries.
  private static func lookUps(_ shop: Shop, after start: Int) -> [String] {
    shop.store.log.dropFirst(start).filter { $0.path.hasSuffix("/customers") }.compactMap { request in
      request.query.replacing("%3A", with: ":").replacing("%2C", with: ",").split(separator: "&").first { $0.hasPrefix("id:in=") }
        .map {
          String($0.dropFirst(6))
        }
    }
  }

  @Test func `A plan asks the store only about customers that no apply has recorded`() async throws {
    try await Self.withApplied { shop in
      try shop.declare(SourceCheckTests.segment(numbers: 2...14))
      let start = shop.store.log.count
      let planned = try await shop.plan()
      #expect(Self.lookUps(shop, after: start) == ["13,14"])
      #expect(planned.plan.segments.first?.add == .numbered(13...14))
      #expect(planned.plan.segments.first?.remove == .numbered([1]))
    }
  }

  @Test(arguments: ["error", "warn", "skip", "remove"])
  func `A forgotten customer whom the store still lists stays a member`(policy: String) async throws {
    try await Self.withApplied(policy) { shop in
      shop.store.simulator.edit { $0.forgetCustomer(5) }
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges)
    }
  }

  @Test func `A plan asks about recorded customers that no listing shows any more`() async throws {
    try await Self.withApplied { shop in
      shop.store.simulator.edit { store in
        store.forgetCustomer(5)
        guard let id = store.segment(named: "VIP")?.id else { return }
        _ = try? store.removeMembers([.numbered(5), .numbered(6)], from: id)
      }
      let start = shop.store.log.count
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
      #expect(error?.diagnostics.codes == ["unknown-customer"])
      #expect(Self.lookUps(shop, after: start) == ["5,6"])
    }
  }

  @Test func `A customer that two records name with different profiles is looked up`() {
    guard let customer = CustomerID(1) else { return }
    func record(_ number: Int, _ name: String) -> RecordedSegment {
      let member = LookedUpMember(profile: .numbered(number), customer: customer, isByEmail: false)
      return RecordedSegment(
        id: .numbered(number),
        name: name,
        mode: .authoritative,
        members: [.numbered(number)],
        sources: MemberSources(lookedUp: [member])
      )
    }
    let named = [CustomerReference.id(customer)]
    #expect(CustomerDirectory([record(1, "A")], named: named).resolve(named[0]) == .profile(.numbered(1)))
    #expect(CustomerDirectory([record(1, "A"), record(2, "B")], named: named).resolve(named[0]) == .unknown)
  }
}

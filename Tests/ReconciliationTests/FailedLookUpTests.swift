import Diagnostics
import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Customers whom a look-up finds no more, or only in one spelling of their address.
struct FailedLookUpTests {
  @Test(arguments: ["error", "warn", "skip", "remove"])
  func `A customer that the store forgets stays until the line goes or says remove`(policy: String) async throws {
    try await withShop(customers: 30) { shop in
      let extra = [14, 15]
      func vip(_ customers: [Int]) -> String {
        SourceCheckTests.segment(emails: customers + extra, numbers: extra, policy: policy)
      }
      try shop.declare(vip(Array(1...12)))
      try await shop.apply()
      shop.store.simulator.edit { $0.forgetCustomer(5) }
      switch policy {
      case "error":
        let error = await #expect(throws: DiagnosticsError.self) { try await shop.apply() }
        #expect(Set(error?.diagnostics.codes ?? []) == ["unknown-customer"])
      case "remove":
        #expect(try await shop.plan().plan.segments.first?.remove == .numbered([5]))
      default:
        let planned = try await shop.plan()
        #expect(!planned.plan.hasChanges)
        #expect(planned.plan.segments.map(\.kept) == [.numbered([5])])
        #expect(planned.warnings.codes.contains("member-kept"))
        try await shop.apply()
      }
      #expect(shop.members(of: "VIP").contains(.numbered(5)))
      try shop.declare(vip((1...12).filter { $0 != 5 }))
      try await shop.apply()
      #expect(shop.members(of: "VIP") == .numbered((1...12).filter { $0 != 5 } + extra))
    }
  }

  @Test func `A customer that one of two lines still finds is an ordinary member`() async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(SourceCheckTests.segment(emails: 1...12, numbers: 5...5))
      try await shop.apply()
      SourceCheckTests.move(5, in: shop)
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges)
      #expect(planned.warnings.allSatisfy { $0.code != "member-kept" })
    }
  }

  @Test func `A member stays in a segment that is renamed while a look-up fails`() async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(SourceCheckTests.segment(emails: 1...12))
      try await shop.apply()
      let id = try #require(shop.store.store.segment(named: "VIP")?.id)
      SourceCheckTests.move(5, in: shop)
      try shop.declare(SourceCheckTests.segment("Gold", emails: 1...12, "    id: \(id)\n"))
      let applied = try await shop.apply()
      #expect(applied.plan.segments.map(\.remove) == [.empty])
      #expect(shop.members(of: "Gold") == .numbered(1...12))
    }
  }

  @Test(arguments: ["error", "warn", "skip", "remove"])
  func `A look-up of emails that answers with nothing stops an apply`(policy: String) async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(SourceCheckTests.segment(emails: 1...6, numbers: 7...12, policy: policy))
      try await shop.apply()
      shop.store.simulator.edit { store in for customer in 1...6 { store.forgetCustomer(customer) } }
      await #expect(throws: DiagnosticsError.self) { try await shop.apply() }
      #expect(shop.members(of: "VIP") == .numbered(1...12))
    }
  }

  @Test func `Segments that write an address in two ways find it in a store that compares exactly`() async throws {
    try await withShop(customers: 9) { shop in
      shop.store.simulator.edit { store in
        store.comparesEmailsExactly = true
        store.register(StoredCustomer(id: 3, email: "Ada@Example.com"))
      }
      let other = "  - name: B\n    members: [{email: ada@example.com}, {email: ADA@example.com}]\n"
      try shop.declare("  - name: A\n    members: [{email: Ada@Example.com}]\n" + other)
      try await shop.apply()
      #expect(shop.members(of: "A") == .numbered([3]) && shop.members(of: "B") == .numbered([3]))
      shop.store.simulator.edit { $0.register(StoredCustomer(id: 4, email: "ada@example.com")) }
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
      #expect(Set(error?.diagnostics.codes ?? []) == ["ambiguous-customer"])
      // In lower case alone, nothing finds the customer.
      try shop.declare("  - name: B\n    members: [{customer: 1}, {email: aDA@example.com}]\n")
      shop.store.simulator.edit { $0.forgetCustomer(4) }
      let unknown = await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
      #expect(unknown?.diagnostics.codes == ["unknown-customer"])
    }
  }
}

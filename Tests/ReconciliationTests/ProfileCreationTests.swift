import Diagnostics
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation

/// Shopper profiles for customers who have none: every second one in these stores.
struct ProfileCreationTests {
  private static func customers(_ numbers: some Sequence<Int>) -> [CustomerID] { numbers.compactMap { CustomerID($0) } }

  private static func creations(_ shop: Shop) -> Int {
    shop.store.log.count { $0.method == "POST" && $0.path.hasSuffix("/v3/shopper-profiles") }
  }

  /// Creates profiles in a shop that has these faults.
  private static func create(
    _ numbers: some Sequence<Int>,
    faults: String...,
    stop: StopRequest = StopRequest(),
    _ body: (Shop, ProfileCreation.Result) throws -> Void
  ) async throws {
    try await withShop(customers: 40, withoutProfileEvery: 2) { shop in
      shop.store.simulator.setFaults(try faults.map { try FaultSpec($0) })
      let wanted = customers(numbers)
      let result = try await shop.withReconciler { reconciler in
        await ProfileCreation(client: reconciler.client, stop: stop).run(for: wanted)
      }
      try body(shop, result)
    }
  }

  @Test func `customers who already have a profile do not get a second one`() async throws {
    try await Self.create(1...4) { shop, result in
      #expect(result.failures.isEmpty && result.profiles.count == 4)
      #expect(Self.creations(shop) == 1)
      for number in 1...4 {
        let id = try #require(CustomerID(number))
        #expect(result.profiles[id] == shop.store.store.profileID(ofCustomer: number))
      }
    }
  }

  @Test func `a customer whom the store no longer has is named, and the others get their profile`() async throws {
    try await Self.create([2, 4, 4711]) { _, result in
      #expect(result.profiles.count == 2)
      #expect(result.failures.map(\.problem.code) == ["unknown-customer"])
      #expect(result.failures.first?.problem.summary.contains("customer 4711") == true)
    }
  }

  @Test func `a refused request is sent again in halves`() async throws {
    try await Self.create([2, 4, 6], faults: "error:status=422,on=profiles") { shop, result in
      #expect(result.failures.isEmpty && result.profiles.count == 3)
      #expect(Self.creations(shop) == 3)
    }
  }

  @Test func `customers that the store refuses one by one fail with one message`() async throws {
    try await Self.create([2, 4, 6], faults: "error:status=422,on=profiles,times=0") { _, result in
      #expect(result.profiles.isEmpty)
      #expect(result.failures.flatMap(\.customers).sorted() == Self.customers([2, 4, 6]))
      #expect(result.failures.count == 1)
    }
  }

  @Test func `a creation whose answer was lost is found by a look-up`() async throws {
    try await Self.create([2, 4], faults: "reset:on=profiles,when=after") { shop, result in
      #expect(result.failures.isEmpty && result.profiles.count == 2)
      #expect(shop.store.store.profileID(ofCustomer: 2) == result.profiles[Self.customers([2])[0]])
    }
  }

  @Test func `a stopped run creates no profile`() async throws {
    let stop = StopRequest()
    stop.request(.interruption)
    try await Self.create([2, 4], stop: stop) { shop, result in
      #expect(Self.creations(shop) == 0)
      #expect(result.profiles.isEmpty && result.failures.flatMap(\.customers) == Self.customers([2, 4]))
    }
  }

  @Test(arguments: ["profiles", "customers"])
  func `a refused token stops the run`(kind: String) async throws {
    let stop = StopRequest()
    try await Self.create([2, 4], faults: "error:status=401,on=\(kind),times=0", stop: stop) { _, result in
      #expect(stop.isRequested && !stop.isInterruption)
      #expect(result.failures.flatMap(\.customers) == Self.customers([2, 4]))
    }
  }

  @Test func `an apply adds the customers who have a profile, and reports the others`() async throws {
    try await withShop(customers: 10, withoutProfileEvery: 2) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}, {customer: 4}]}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=422,on=profiles,times=0")])
      guard case .applied(let outcome, _, _, let unrecorded) = try await shop.apply().result else {
        Issue.record("nothing was applied")
        return
      }
      #expect(unrecorded.isEmpty && !outcome.isComplete)
      #expect(shop.members(of: "A") == .numbered([1]))
      #expect(outcome.segments.first?.failures.first?.customers == Self.customers([2, 4]))
      shop.store.simulator.setFaults([])
      try await shop.apply()
      #expect(shop.members(of: "A").count == 3)
    }
  }

  @Test func `a saved plan applied again creates no profile twice`() async throws {
    try await withShop(customers: 10, withoutProfileEvery: 2) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}]}")
      let plan = try await shop.plan().plan
      #expect(plan.newProfiles == Self.customers([2]))
      // The profile is created, and no member is added.
      shop.store.simulator.setFaults([try FaultSpec("error:status=500,on=add,times=0")])
      try await shop.apply(.saved(plan))
      #expect(Self.creations(shop) == 1)
      shop.store.simulator.setFaults([])
      let again = try await shop.apply(.saved(plan))
      #expect(again.plan.newProfiles.isEmpty)
      #expect(Self.creations(shop) == 1)
      #expect(shop.members(of: "A").count == 2)
    }
  }

  @Test func `a segment does not lose its last members if no customer gets a new profile`() async throws {
    try await withShop(customers: 10, withoutProfileEvery: 2) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 3}]}")
      try await shop.apply()
      try shop.declare("  - {name: A, members: [{customer: 2}]}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=422,on=profiles,times=0")])
      let allowed = GuardrailOverrides(maximumRemovals: .percent(100))
      guard case .applied(let outcome, _, _, _) = try await shop.apply(allowed).result else {
        Issue.record("nothing was applied")
        return
      }
      #expect(outcome.segments.flatMap(\.failures).map(\.problem.code).contains("emptied-segment"))
      #expect(shop.members(of: "A") == .numbered([1, 3]))
      shop.store.simulator.setFaults([])
      try await shop.apply(allowed)
      let profile = try #require(shop.store.store.profileID(ofCustomer: 2))
      #expect(shop.members(of: "A") == MemberSet([profile]))
    }
  }
}

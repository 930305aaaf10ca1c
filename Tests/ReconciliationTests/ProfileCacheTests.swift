import Diagnostics
import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// The file with the profiles that earlier runs looked up.
struct ProfileCacheTests {
  private static let title = "# segplan profile cache 1 "

  /// Runs the body with a shop whose manifests declare the customers 1 and 2, and that has this cache.
  private static func withCache(
    _ text: String? = nil,
    isTrusted: Bool = true,
    _ body: (inout Shop) async throws -> Void
  ) async throws {
    try await withShop(customers: 20) { shop in
      var shop = shop
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}]}")
      if let text { try shop.rehearsal.write(text, to: "cache") }
      shop.cache = ProfileCache(path: shop.rehearsal.folder + "/cache", isTrusted: isTrusted)
      try await body(&shop)
    }
  }

  private static func text(_ profiles: [Int: Int], store: String = "shop") -> String {
    let lines = profiles.sorted { $0.key < $1.key }.map { "\($0.key) \(ShopperProfileID.numbered($0.value))\n" }
    return "\(title)\(store)\n\(lines.joined())"
  }

  private static func lookUps(_ shop: Shop) -> Int { shop.store.log.count { $0.path.hasSuffix("/customers") } }

  @Test func `the next run reads the look-ups of a run, and drops those that no manifest names`() async throws {
    try await Self.withCache { shop in
      let first = try await shop.plan()
      #expect(first.plan.assumedProfiles.isEmpty)
      #expect(shop.rehearsal.read("cache") == Self.text([1: 1, 2: 2]))
      let asked = Self.lookUps(shop)
      let second = try await shop.plan()
      #expect(Self.lookUps(shop) == asked)
      #expect(second.plan.segments.map(\.add) == first.plan.segments.map(\.add))
      #expect(second.plan.assumedProfiles.map(\.profile) == [.numbered(1), .numbered(2)])
      try shop.declare("  - {name: A, members: [{customer: 2}, {customer: 3}]}")
      _ = try await shop.plan()
      #expect(shop.rehearsal.read("cache") == Self.text([2: 2, 3: 3]))
    }
  }

  @Test func `a saved plan that relies on a wrong entry changes nothing`() async throws {
    try await Self.withCache(Self.text([1: 7, 2: 2])) { shop in
      let planned = try await shop.plan()
      #expect(planned.plan.segments.map(\.add) == [.numbered([2, 7])])
      let current = shop
      let error = await #expect(throws: StalePlanError.self) { try await current.applySaved() }
      #expect(error?.diagnostics.map(\.code) == ["stale-profile-cache"])
      #expect(error?.diagnostics.first?.summary.hasSuffix("about customer 1") == true)
      #expect(shop.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `an apply of manifests looks up every customer, and corrects the cache`() async throws {
    try await Self.withCache(Self.text([1: 7, 2: 2]), isTrusted: false) { shop in
      try await shop.apply()
      #expect(shop.members(of: "A") == .numbered(1...2))
      #expect(shop.rehearsal.read("cache") == Self.text([1: 1, 2: 2]))
    }
  }

  @Test(arguments: [
    text([1: 7, 2: 2], store: "other"),
    String(text([1: 7, 2: 2]).dropLast()),
    text([1: 7, 2: 2]).dropLast() + "x",
    text([1: 7]) + "1 \(ShopperProfileID.numbered(8))\n",
    text([1: 7]) + "x \(ShopperProfileID.numbered(2))\n",
    text([1: 7]) + "2 profile\n",
  ])
  func `a damaged cache, or that of another store, is not used but replaced`(text: String) async throws {
    try await Self.withCache(text) { shop in
      let planned = try await shop.plan()
      #expect(planned.warnings.codes == ["profile-cache-ignored"])
      #expect(planned.plan.segments.map(\.add) == [.numbered(1...2)])
      #expect(shop.rehearsal.read("cache") == Self.text([1: 1, 2: 2]))
    }
  }

  @Test func `a file of another kind is not overwritten`() async throws {
    try await Self.withCache("my notes\n") { shop in
      let current = shop
      let error = await #expect(throws: DiagnosticsError.self) { try await current.plan() }
      #expect(error?.diagnostics.map(\.code) == ["not-a-profile-cache"])
      #expect(shop.rehearsal.read("cache") == "my notes\n")
    }
  }

  @Test func `a plan without changes depends on no entry of the cache`() async throws {
    try await Self.withCache(Self.text([1: 1, 2: 2])) { shop in
      try await shop.apply()
      #expect(try await shop.plan().plan.assumedProfiles.isEmpty)
    }
  }
}

import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// `GET /customers` and profiles for customers, over real HTTP.
@Suite struct CustomerAPITests {
  /// Customers 1 to 600; every 100th has no profile, and 7 has its own email.
  private static func withCustomers(_ body: (RunningSimulator) async throws -> Void) async throws {
    var store = Store(customers: 600, withoutProfileEvery: 100)
    store.register(StoredCustomer(id: 7, email: "Ada+Shop@Example.com"))
    try await withSimulator(store: store, body)
  }

  private struct Customer: Decodable {
    let id: Int
    let email: String
  }

  private struct Page: Decodable {
    let data: [Customer]
    let meta: TestPage.Meta
  }

  @Test(arguments: [
    ("id:in=3,1", [1, 3]), ("id:in=3&id:in=1,601", [1, 3]), ("id%3Ain=3%2C1", [1, 3]), ("id:in=601", []),
    ("email:in=customer3@example.com", [3]), ("email:in=CUSTOMER3@EXAMPLE.COM,nobody@example.com", [3]),
    ("email%3Ain=ada%2Bshop%40example.com", [7]), ("email:in=customer7@example.com", []),
    ("id:in=3,4&email:in=customer4@example.com,customer5@example.com", [4]), ("page=3&limit=250", Array(501...600)),
    ("id:in=9,8,7&limit=2&page=2", [9]), ("id:in=", Array(1...50)),
  ])
  func `customers are found by id and by email, in any case`(query: String, ids: [Int]) async throws {
    try await Self.withCustomers { simulator in
      let answer = try await simulator.send("GET", "/customers?\(query)")
      #expect(answer.status == 200)
      let page = try answer.json(Page.self)
      #expect(page.data.map(\.id) == ids)
      #expect(page.meta.pagination?.count == ids.count)
    }
  }

  @Test func `a plus that is not encoded is a space, which an email cannot contain`() async throws {
    try await Self.withCustomers { simulator in
      let answer = try await simulator.send("GET", "/customers?email:in=ada+shop@example.com")
      #expect(answer.status == 422)
    }
  }

  @Test func `the profile is shown only on request`() async throws {
    try await Self.withCustomers { simulator in
      let path = "/customers?id:in=99,100"
      let without = try await simulator.send("GET", path)
      #expect(!without.text.contains("shopper_profile_id"))
      let with = try await simulator.send("GET", path + "&include=segment_ids,shopper_profile_id")
      #expect(with.text.contains(#""shopper_profile_id":"\#(ShopperProfileID.numbered(99))""#))
      #expect(with.text.contains(#"{"email":"customer100@example.com","id":100,"shopper_profile_id":null}"#))
    }
  }

  @Test func `a customer gets one profile, and shows it`() async throws {
    try await Self.withCustomers { simulator in
      let made = try await simulator.send("POST", "/shopper-profiles", json: #"[{"customer_id":100},{"customer_id":200}]"#)
      #expect(made.status == 201)
      let ids = try made.json(TestPage.self).data.map(\.id)
      #expect(ids.count == 2)
      let customers = try await simulator.send("GET", "/customers?id:in=100,200&include=shopper_profile_id")
      for id in ids { #expect(customers.text.contains(id)) }
      let again = try await simulator.send("POST", "/shopper-profiles", json: #"[{"customer_id":300},{"customer_id":100}]"#)
      #expect(again.status == 400)
      #expect(simulator.store.profileID(ofCustomer: 300) == nil)
      #expect(simulator.log.map(\.path).count(where: { $0.hasSuffix("/v3/shopper-profiles") }) == 2)
      #expect(simulator.simulator.statistics.requests == [.profiles: 2, .customers: 1])
    }
  }

  @Test func `a customer stays when its profile is deleted`() async throws {
    try await Self.withCustomers { simulator in
      #expect(try await simulator.send("DELETE", "/shopper-profiles?id:in=\(ShopperProfileID.numbered(5))").status == 204)
      let answer = try await simulator.send("GET", "/customers?id:in=5&include=shopper_profile_id")
      #expect(answer.text.contains(#"{"email":"customer5@example.com","id":5,"shopper_profile_id":null}"#))
    }
  }

  @Test func `faults can affect only requests about customers`() async throws {
    let settings = SimulatorSettings(faults: [try FaultSpec("error:status=503,on=customers,times=1")])
    try await withSimulator(profiles: 3, settings: settings) { simulator in
      var statuses: [Int] = []
      for path in ["/shopper-profiles", "/customers", "/customers"] {
        statuses.append(try await simulator.send("GET", path).status)
      }
      #expect(statuses == [200, 503, 200])
    }
  }
}

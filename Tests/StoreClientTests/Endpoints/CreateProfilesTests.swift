import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import StoreClient

@Suite struct CreateProfilesTests {
  private static func batch(_ numbers: Int...) throws -> CustomerBatch {
    try #require(CustomerBatch(numbers.compactMap { CustomerID($0) }))
  }

  private static func created(_ pairs: [(customer: Int, profile: Int)]) -> String {
    WireText.records(
      pairs.map { #"{"id": "\#(ShopperProfileID.numbered($0.profile))", "customer_id": \#($0.customer)}"# }.joined(
        separator: ", "
      )
    )
  }

  private static func create(
    _ batch: CustomerBatch,
    _ answer: ScriptedAnswer
  ) async throws -> (created: [CustomerID: ShopperProfileID], requests: [RecordedRequest]) {
    let (created, requests) = try await withScriptedStore(script: { _ in answer }) { try await $0.createProfiles(batch) }
    return (created, requests)
  }

  private static func numbers(_ created: [CustomerID: ShopperProfileID]) -> [Int: ShopperProfileID] {
    Dictionary(uniqueKeysWithValues: created.map { (Int($0.key.number), $0.value) })
  }

  @Test(arguments: [200, 201]) func `the request names customers, and the answer names profiles`(status: Int) async throws {
    let answer = ScriptedAnswer.json(Self.created([(9, 90), (4, 40)]), status: status)
    let (created, requests) = try await Self.create(try Self.batch(9, 4), answer)
    #expect(Self.numbers(created) == [4: .numbered(40), 9: .numbered(90)])
    #expect(requests.map(\.method) == ["POST"])
    #expect(requests.map(\.target) == ["/stores/abc123/v3/shopper-profiles"])
    #expect(requests.map(\.text) == [#"[{"customer_id":4},{"customer_id":9}]"#])
    #expect(requests.map { $0.values(of: "content-type") } == [["application/json"]])
  }

  @Test func `a customer that is not in the answer is missing, and one that was not requested is left out`() async throws {
    let (created, _) = try await Self.create(try Self.batch(4, 9), .json(Self.created([(9, 90), (5, 50)])))
    #expect(Self.numbers(created) == [9: .numbered(90)])
  }

  @Test func `two profiles for one customer are an error`() async throws {
    let error = await #expect(throws: StoreError.self) {
      try await Self.create(try Self.batch(9), .json(Self.created([(9, 90), (9, 91)])))
    }
    #expect(error?.kind == .malformed(expected: "one shopper profile per customer"))
  }

  @Test func `one profile for two customers is an error`() async throws {
    let error = await #expect(throws: StoreError.self) {
      try await Self.create(try Self.batch(4, 9), .json(Self.created([(4, 90), (9, 90)])))
    }
    #expect(error?.kind == .malformed(expected: "a different shopper profile for each customer"))
  }

  @Test(arguments: [
    (#"{}"#, #"the key "data" at the top"#),
    (#"{"data": [{"id": "\#(ShopperProfileID.numbered(1))"}]}"#, #"the key "customer_id" at data[0]"#),
    (#"{"data": [{"id": "x", "customer_id": 9}]}"#, "a UUID at data[0].id"),
  ])
  func `an answer of another shape is an error`(body: String, expected: String) async throws {
    let error = await #expect(throws: StoreError.self) { try await Self.create(try Self.batch(9), .json(body)) }
    #expect(error?.kind == .malformed(expected: expected))
  }

  @Test func `created profiles are found with their customers`() async throws {
    try await withSimulator(store: Store(customers: 30, withoutProfileEvery: 10)) { simulator in
      try await withClient(of: simulator.address, token: simulator.token) { client in
        let created = try await client.createProfiles(try Self.batch(10, 20))
        let found = try await client.customers(matching: try customers([10, 20, 30]))
        #expect(found.map(\.profileID) == [created[found[0].id], created[found[1].id], nil])
        #expect(created.count == 2)
      }
      #expect(simulator.simulator.statistics.requests == [.profiles: 1, .customers: 1])
    }
  }

  /// The answer of the first attempt is lost, the second meets what the first did: the store is as it was wanted, and a look shows it.
  @Test func `after a lost answer, a refused attempt means that the caller must look again`() async throws {
    let settings = SimulatorSettings(faults: [try FaultSpec("reset:on=profiles,times=1")])
    try await withSimulator(store: Store(customers: 10, withoutProfileEvery: 10), settings: settings) { simulator in
      try await withClient(of: simulator.address, token: simulator.token) { client in
        let error = await #expect(throws: StoreError.self) { try await client.createProfiles(try Self.batch(10)) }
        #expect(
          error?.kind
            == .rejected(
              title: "Some customers have a shopper profile already.",
              details: ["Customer 10 has a shopper profile already."]
            )
        )
        #expect(error?.call.attempts == 2)
        let found = try await client.customers(matching: try customers([10]))
        #expect(found.first?.profileID != nil)
      }
    }
  }
}

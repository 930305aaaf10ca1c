import Diagnostics
import SegmentModel
import StoreSimulator
import Synchronization
import TestSupport
import Testing

@testable import StoreClient

/// Customers as the simulator and scripted stores tell of them.
@Suite struct FindCustomersTests {
  private typealias Found = (id: Int32, email: String?, profile: ShopperProfileID?)

  private static func find(
    _ references: [CustomerReference],
    answer: @escaping @Sendable (RecordedRequest) -> String
  ) async throws -> (customers: [StoreCustomer], requests: [RecordedRequest]) {
    let (customers, requests) = try await withScriptedStore(script: { .json(answer($0)) }) {
      try await $0.customers(matching: references)
    }
    return (customers, requests)
  }

  @Test func `the request has the filter, the profile's id and a full page`() async throws {
    let (customers, requests) = try await Self.find(try emails(["Ada+Shop@example.com"])) { _ in #"{"data": []}"# }
    #expect(customers.isEmpty)
    let query = "page=1&limit=250&include=shopper_profile_id&email%3Ain=Ada%2BShop%40example.com%2Cada%2Bshop%40example.com"
    #expect(requests.map(\.target) == ["/stores/abc123/v3/customers?\(query)"])
    #expect(requests.map(\.method) == ["GET"])
  }

  @Test func `without references, no request is sent`() async throws {
    let (customers, requests) = try await Self.find([]) { _ in #"{"data": []}"# }
    #expect(customers.isEmpty && requests.isEmpty)
  }

  @Test func `customers are found by id and email in any case, each once, with and without profile`() async throws {
    var store = Store(customers: 30, withoutProfileEvery: 10)
    store.register(StoredCustomer(id: 7, email: "Ada+Shop@Example.com"))
    try await withSimulator(store: store) { simulator in
      let references =
        try customers([10, 3, 99]) + emails(["ADA+shop@example.COM", "customer3@example.com", "nobody@example.com"])
      let found = try await withClient(of: simulator.address, token: simulator.token) {
        try await $0.customers(matching: references)
      }
      #expect(found.map(\.id.number) == [3, 7, 10])
      #expect(found.map(\.email?.text) == ["customer3@example.com", "ada+shop@example.com", "customer10@example.com"])
      #expect(found.map(\.profileID) == [.numbered(3), .numbered(7), nil])
      #expect(simulator.log.count == 2)
    }
  }

  @Test(arguments: [
    ("Ada@Example.com", ["Ada@Example.com"], [1]), ("Ada@Example.com", ["ada@example.com"], [1]),
    ("ada@example.com", ["Ada@Example.com"], []), ("Ada@example.com", ["Ada@example.com", "ada@example.com"], [1, 2]),
    ("Jose\u{301}@example.com", ["jos\u{e9}@example.com"], [1]),
    ("ADA@example.com", ["ada@example.com", "Ada@example.com"], [1]),
  ])
  func `a store that compares exactly finds an address as written and in lower case`(
    written: String,
    stored: [String],
    found: [Int32]
  ) async throws {
    var store = Store(customers: 2, withoutProfileEvery: nil)
    for (index, email) in stored.enumerated() { store.register(StoredCustomer(id: index + 1, email: email)) }
    store.comparesEmailsExactly = true
    try await withSimulator(store: store) { simulator in
      let customers = try await withClient(of: simulator.address, token: simulator.token) {
        try await $0.customers(matching: try emails([written]))
      }
      #expect(customers.map(\.id.number) == found)
    }
  }

  @Test(arguments: ["jos\\u00e9@example.com", "JOSE\\u0301@EXAMPLE.com"])
  func `an answer in another case or another form of Unicode is the customer that was asked for`(email: String) async throws {
    let (found, _) = try await Self.find(try emails(["Jose\u{301}@Example.com"])) { _ in
      WireText.records(#"{"id": 1, "email": "\#(email)"}"#)
    }
    #expect(found.map(\.id.number) == [1])
  }

  @Test func `3,000 emails take as many requests as addresses can hold, at most ten at once`() async throws {
    try await withSimulator(store: Store(customers: 3_000, withoutProfileEvery: 7)) { simulator in
      let references = try emails((1...3_000).map { "customer\($0)@example.com" })
      let found = try await withClient(of: simulator.address, token: simulator.token) {
        try await $0.customers(matching: references)
      }
      #expect(found.map { Int($0.id.number) } == Array(1...3_000))
      #expect(found.allSatisfy { ($0.profileID == nil) == $0.id.number.isMultiple(of: 7) })
      let statistics = simulator.simulator.statistics
      // 29 bytes an email with its comma: 3,864 bytes for each of 23 requests would do.
      #expect(statistics.requests == [.customers: 23])
      #expect(statistics.violations == 0)
      #expect(simulator.log.allSatisfy { $0.path.utf8.count + $0.query.utf8.count < 4_000 })
    }
  }

  @Test(arguments: ["", #", "shopper_profile_id": null"#, #", "shopper_profile_id": """#])
  func `a missing, null or empty profile means no profile`(field: String) async throws {
    let (found, _) = try await Self.find(try customers([1])) { _ in #"{"data": [{"id": 1, "email": "a@example.com"\#(field)}]}"# }
    #expect(found.map(\.profileID) == [nil])
    #expect(found.count == 1)
  }

  @Test func `a customer that was not requested is left out`() async throws {
    let data = #"{"id": 1, "email": "ada@example.com"}, {"id": 2, "email": "ad\u00e1@example.com"}, {"id": 3}"#
    let (found, _) = try await Self.find(try emails(["ada@example.com"])) { _ in WireText.records(data) }
    #expect(found.map(\.id.number) == [1])
    let (others, _) = try await Self.find(try customers([3])) { _ in WireText.records(data) }
    #expect(others.map(\.id.number) == [3])
    #expect(others.map(\.email) == [nil])
  }

  @Test func `a second page is read`() async throws {
    let (found, requests) = try await Self.find(try customers(1...3)) { request in
      let data = request.page == 1 ? #"{"id": 1}, {"id": 2}"# : #"{"id": 3}"#
      return WireText.page(data, total: 3, count: request.page == 1 ? 2 : 1, currentPage: request.page, totalPages: 2)
    }
    #expect(found.map(\.id.number) == [1, 2, 3])
    #expect(requests.map(\.page) == [1, 2])
  }

  @Test func `an answer that has fewer customers than its total is requested again`() async throws {
    let counter = Counter()
    let (found, requests) = try await Self.find(try customers(1...2)) { _ in
      let isFirst = counter.increment() == 1
      return WireText.page(isFirst ? #"{"id": 1}"# : #"{"id": 1}, {"id": 2}"#, total: 2, totalPages: 1)
    }
    #expect(found.count == 2)
    #expect(requests.map(\.page) == [1, 2, 1])
  }

  @Test func `a store that ignores the filter is not read to the end`() async throws {
    let counter = Counter()
    let error = await #expect(throws: StoreError.self) {
      try await Self.find(try customers([1])) { request in
        _ = counter.increment()
        return WireText.page(#"{"id": \#(request.page)}"#, total: 1_000_000, totalPages: 1_000_000)
      }
    }
    let reason = "the store states 1000000 records, but such a list has at most 996"
    #expect(error?.kind == .listingNeverSettled(readings: 1, reason: reason))
    #expect(counter.increment() == 2)
  }

  @Test func `a rejected request is halved until it is clear which customer the store refuses`() async throws {
    let requests = Mutex<[RecordedRequest]>([])
    let references = try emails((1...64).map { "customer\($0)@example.com" })
    let error = try await withScriptedServer { request in
      requests.withLock { $0.append(request) }
      return request.query.contains("customer37%40") ? .status(422) : .json(#"{"data": []}"#)
    } _: { server in
      try await StoreClient.withStoreClient(try testSettings(server.address)) { client in
        await #expect(throws: RefusedCustomerError.self) { try await client.customers(matching: references) }
      }
    }
    #expect(error.map { [$0.reference] } == (try emails(["customer37@example.com"])))
    #expect(error?.cause.kind == .rejected(title: "", details: []))
    let problem = try #require(error?.diagnostics.first)
    #expect(problem.summary == "the store refuses to look up a customer by its email")
    #expect(!"\(problem)".contains("customer37"))
    // Once for all, and at most twice for each of the six halvings.
    #expect((7...13).contains(requests.withLock { $0.count }))
  }

  @Test func `a store that accepts only short addresses gets fewer customers per request`() async throws {
    let (found, requests) = try await withScriptedStore(script: { request in
      guard request.target.utf8.count <= 200 else { return .status(414) }
      let ids = (request.parameter("id%3Ain") ?? "").split(separator: "%2C").map { #"{"id": \#($0)}"# }
      return .json(WireText.records(ids.joined(separator: ", ")))
    }) { try await $0.customers(matching: try customers(1_001...1_064)) }
    #expect(found.map { Int($0.id.number) } == Array(1_001...1_064))
    #expect(requests.contains { $0.target.utf8.count > 200 })
  }

  @Test(arguments: [
    (#"{"data": [{"id": 0}]}"#, "a positive number of 32 bits at data[0].id"),
    (#"{"data": [{"id": "1"}]}"#, "a whole number at data[0].id"),
    (#"{"data": [{"email": "a@example.com"}]}"#, #"the key "id" at data[0]"#),
    (#"{"data": [{"id": 1, "email": 1}]}"#, "a string at data[0].email"),
    (#"{"data": [{"id": 1, "shopper_profile_id": "x"}]}"#, "a UUID at data[0].shopper_profile_id"),
    (#"{"data": [{"id": 1, "shopper_profile_id": 5}]}"#, "a string at data[0].shopper_profile_id"),
  ])
  func `another shape is an error that says what is missing`(body: String, expected: String) async throws {
    let error = await #expect(throws: StoreError.self) { try await Self.find(try customers([1])) { _ in body } }
    #expect(error?.kind == .malformed(expected: expected))
  }
}

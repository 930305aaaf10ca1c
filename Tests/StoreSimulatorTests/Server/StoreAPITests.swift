import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// The API over real HTTP: statuses and shapes.
@Suite struct StoreAPITests {
  private static func ids(_ numbers: some Sequence<Int>) -> String {
    "[" + numbers.map { "\"\(ShopperProfileID.numbered($0))\"" }.joined(separator: ",") + "]"
  }

  private static func query(_ numbers: some Sequence<Int>) -> String {
    "?id:in=" + numbers.map { ShopperProfileID.numbered($0).description }.joined(separator: ",")
  }

  /// Runs the body with a store of 600 profiles and a segment "VIP" with the members 1 to `members`.
  private static func withVIP(members: Int = 0, _ body: (RunningSimulator, SegmentID) async throws -> Void) async throws {
    try await withSimulator(profiles: 600, segments: ["VIP": Array(0..<members).map { $0 + 1 }]) { simulator in
      try await body(simulator, try #require(simulator.store.segment(named: "VIP")).id)
    }
  }

  @Test func `members are listed in pages`() async throws {
    try await Self.withVIP(members: 510) { simulator, vip in
      var ids: [String] = []
      for page in 1...3 {
        let answer = try await simulator.send("GET", "/segments/\(vip)/shopper-profiles?page=\(page)&limit=250")
        #expect(answer.status == 200)
        let content = try answer.json(TestPage.self)
        ids += content.data.map(\.id)
        #expect(
          content.meta?.pagination
            == .init(total: 510, count: page == 3 ? 10 : 250, perPage: 250, currentPage: page, totalPages: 3)
        )
      }
      #expect(ids == MemberSet.numbered(1...510).map(\.description))
      let beyond = try await simulator.send("GET", "/segments/\(vip)/shopper-profiles?page=4&limit=250")
      #expect(try beyond.json(TestPage.self).data.isEmpty)
    }
  }

  @Test func `an add answers 201 with the profiles that it added`() async throws {
    try await Self.withVIP { simulator, vip in
      let answer = try await simulator.send("POST", "/segments/\(vip)/shopper-profiles", json: Self.ids([2, 1]))
      #expect(answer.status == 201)
      #expect(answer.headers["content-type"] == "application/json")
      #expect(
        answer.text == """
          {"data":[{"id":"\(ShopperProfileID.numbered(2))","customer_id":2,"created_at":"2026-01-01T00:00:00Z",\
          "updated_at":"2026-01-01T00:00:00Z"},{"id":"\(ShopperProfileID.numbered(1))","customer_id":1,\
          "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}]}
          """
      )
      #expect(simulator.members(of: vip) == MemberSet.numbered([1, 2]))
    }
  }

  @Test func `an add of a member answers 409 with the vendor's text`() async throws {
    try await Self.withVIP(members: 1) { simulator, vip in
      let answer = try await simulator.send("POST", "/segments/\(vip)/shopper-profiles", json: Self.ids([2, 1]))
      #expect(answer.status == 409)
      #expect(
        answer.text == """
          {"data":[],"errors":[{"errors":{"0":"Shopper profile `\(ShopperProfileID.numbered(1))` already exists for \
          segment `\(vip)`."},"status":409,"title":"Unable to add shopper profiles to segment due to conflicts.",\
          "type":"https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"}],\
          "meta":{"failed":1,"success":0,"total":2}}
          """
      )
      #expect(simulator.members(of: vip) == MemberSet.numbered([1]))
    }
  }

  @Test func `a removal answers 204 without a body`() async throws {
    try await Self.withVIP(members: 3) { simulator, vip in
      let answer = try await simulator.send("DELETE", "/segments/\(vip)/shopper-profiles" + Self.query([1, 3, 9]))
      #expect(answer.status == 204)
      #expect(answer.text.isEmpty)
      #expect(simulator.members(of: vip) == MemberSet.numbered([2]))
    }
  }

  @Test(arguments: ["", "?id:in=", "?ids:in=\(ShopperProfileID.numbered(1))"])
  func `a removal without ids empties the segment`(query: String) async throws {
    try await Self.withVIP(members: 3) { simulator, vip in
      let answer = try await simulator.send("DELETE", "/segments/\(vip)/shopper-profiles" + query)
      #expect(answer.status == 204)
      #expect(simulator.members(of: vip).isEmpty)
      #expect(simulator.log.map(\.isUnboundedDelete) == [true])
    }
  }

  @Test func `segments are created, renamed, found and deleted`() async throws {
    try await withSimulator { simulator in
      let created = try await simulator.send("POST", "/segments", json: #"[{"name":"a"},{"name":"b","description":"two"}]"#)
      #expect(created.status == 201)
      let ids = try created.json(TestPage.self).data.map(\.id)
      #expect(simulator.store.segments.map(\.id.description) == ids)
      let updated = try await simulator.send("PUT", "/segments", json: #"[{"id":"\#(ids[0])","name":"c"}]"#)
      #expect(updated.status == 201)
      #expect(simulator.store.segment(named: "c")?.id.description == ids[0])
      let found = try await simulator.send("GET", "/segments?id:in=\(ids[1])").json(TestPage.self)
      #expect(found.data.map(\.id) == [ids[1]])
      #expect(found.meta?.pagination?.total == 1)
      #expect(try await simulator.send("DELETE", "/segments?id:in=\(ids[0])").status == 204)
      #expect(simulator.store.segments.map(\.name) == ["b"])
      #expect(try await simulator.send("DELETE", "/segments").status == 204)
      #expect(simulator.store.segments.isEmpty)
    }
  }

  @Test func `profiles are created, listed with their segments, and deleted`() async throws {
    try await Self.withVIP(members: 3) { simulator, vip in
      simulator.simulator.edit { $0.register(StoredCustomer(id: 9001, email: "ada@example.com")) }
      let created = try await simulator.send("POST", "/shopper-profiles", json: #"[{"customer_id":9001}]"#)
      #expect(created.status == 201)
      let id = try #require(try created.json(TestPage.self).data.first).id
      let listed = try await simulator.send("GET", "/shopper-profiles?limit=250&page=3").json(TestPage.self)
      #expect(listed.meta?.pagination?.total == 601)
      let segments = try await simulator.send("GET", "/shopper-profiles/\(ShopperProfileID.numbered(3))/segments")
      #expect(try segments.json(TestPage.self).data.map(\.id) == [vip.description])
      #expect(try await simulator.send("DELETE", "/shopper-profiles?id:in=\(id)").status == 204)
      #expect(simulator.store.profileIDs == MemberSet.numbered(1...600))
    }
  }

  /// `VIP` stands for the id of a segment with the members 1 to 3.
  @Test(
    arguments: [
      ("POST", "/segments/VIP/shopper-profiles", ids(4...54), 422),
      ("POST", "/segments/VIP/shopper-profiles", ids([4, 601]), 422),
      ("POST", "/segments/VIP/shopper-profiles", #"["no-uuid"]"#, 422),
      ("POST", "/segments/VIP/shopper-profiles", "[]", 400),
      ("POST", "/segments/VIP/shopper-profiles", "[1]", 400),
      ("POST", "/segments/VIP/shopper-profiles", "{", 400),
      ("POST", "/segments/\(ShopperProfileID.numbered(1))/shopper-profiles", ids([4]), 404),
      ("GET", "/segments/\(ShopperProfileID.numbered(1))/shopper-profiles", nil, 404),
      ("DELETE", "/segments/\(ShopperProfileID.numbered(1))/shopper-profiles" + query([1]), nil, 404),
      ("GET", "/segments/VIP/shopper-profiles?limit=251", nil, 422),
      ("GET", "/segments?page=0", nil, 422),
      ("DELETE", "/segments/VIP/shopper-profiles?id:in=x", nil, 422),
      ("DELETE", "/segments?id:in=x", nil, 422),
      ("POST", "/segments", #"[{"name":"VIP"}]"#, 409),
      ("POST", "/segments", #"[{"name":" "}]"#, 400),
      ("POST", "/segments", #"[{"description":"nameless"}]"#, 400),
      ("PUT", "/segments", #"[{"id":"\#(ShopperProfileID.numbered(1))","name":"x"}]"#, 404),
      ("POST", "/shopper-profiles", #"[{"customer_id":1}]"#, 400),
      ("POST", "/shopper-profiles", #"[{"customer_id":601}]"#, 400),
      ("POST", "/shopper-profiles", "[]", 400),
      ("GET", "/customers?id:in=x", nil, 422),
      ("GET", "/customers?id:in=0", nil, 422),
      ("GET", "/customers?email:in=nobody", nil, 422),
      ("GET", "/customers?email:in=a%20b@example.com", nil, 422),
      ("GET", "/customers?include=password", nil, 422),
      ("GET", "/customers?limit=251", nil, 422),
      ("GET", "/customers?name:like=" + String(repeating: "a", count: 8 << 10), nil, 414),
      ("DELETE", "/customers", nil, 405),
      ("PATCH", "/segments", "[]", 405),
      ("GET", "/segments/VIP/nothing", nil, 404),
      ("GET", "/carts", nil, 404),
    ] as [(String, String, String?, Int)]
  )
  func `a wrong request is refused and changes nothing`(method: String, path: String, json: String?, status: Int) async throws {
    struct Flat: Decodable {
      let status: Int
      let title: String
    }
    try await Self.withVIP(members: 3) { simulator, vip in
      let path = path.split(separator: "VIP", omittingEmptySubsequences: false).joined(separator: vip.description)
      let answer = try await simulator.send(method, path, json: json)
      #expect(answer.status == status)
      if status != 409 {
        let problem = try answer.json(Flat.self)
        #expect(problem.status == status)
        #expect(!problem.title.isEmpty)
      }
      #expect(simulator.members(of: vip) == MemberSet.numbered(1...3))
      #expect(simulator.store.segments.count == 1)
      #expect(simulator.store.profileIDs.count == 600)
    }
  }

  @Test(
    arguments: [
      (nil, 1, 415), ("text/plain", 1, 415), ("application/json; charset=utf-8", 1, 201), ("application/json", 40_000, 413),
    ] as [(String?, Int, Int)]
  )
  func `a body must be declared as JSON, and its size is limited`(contentType: String?, count: Int, status: Int) async throws {
    try await Self.withVIP { simulator, vip in
      let json = Self.ids((1...count))
      let answer = try await simulator.send("POST", "/segments/\(vip)/shopper-profiles", json: json, contentType: contentType)
      #expect(answer.status == status)
    }
  }
}

import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// What goes over the wire, to the byte.
@Suite struct RequestShapeTests {
  private static let segment = SegmentID.numbered(1)
  private static let segmentText = "00000000-0000-4000-8000-000000000001"
  private static let member2 = "00000000-0000-4000-8000-000000000002"
  private static let member3 = "00000000-0000-4000-8000-000000000003"
  private static let base = "/stores/abc123/v3"

  /// The only request that the call makes; the server answers it with the body.
  private static func request(
    _ answer: String = #"{"data": []}"#,
    status: Int = 200,
    _ call: @escaping @Sendable (StoreClient) async throws -> Void
  ) async throws -> RecordedRequest {
    let (_, requests) = try await withScriptedStore(script: { _ in .json(answer, status: status) }) { try await call($0) }
    try #require(requests.count == 1)
    return requests[0]
  }

  @Test func `the request that lists segments has its documented shape`() async throws {
    let request = try await Self.request(WireText.page("", total: 0, totalPages: 0)) { _ = try await $0.listSegments() }
    #expect(request.method == "GET")
    #expect(request.target == "\(Self.base)/segments?page=1&limit=250")
    #expect(request.body == [])
  }

  @Test func `the request that finds a segment has its id`() async throws {
    let request = try await Self.request { _ = try await $0.findSegment(Self.segment) }
    #expect(request.method == "GET")
    #expect(request.target == "\(Self.base)/segments?id%3Ain=\(Self.segmentText)")
    #expect(request.body == [])
  }

  @Test func `the request that creates a segment has its documented shape`() async throws {
    let answer = WireText.records(WireText.segment(Self.segment, name: #"VIP \"ä/b\""#))
    let request = try await Self.request(answer, status: 201) {
      _ = try await $0.createSegment(name: #"VIP "ä/b""#, description: "Spend")
    }
    #expect(request.method == "POST")
    #expect(request.target == "\(Self.base)/segments")
    #expect(request.text == #"[{"description":"Spend","name":"VIP \"ä/b\""}]"#)
    #expect(request.values(of: "content-type") == ["application/json"])
    #expect(request.values(of: "content-length") == ["\(request.body.count)"])
  }

  @Test(
    arguments: [
      ("New", nil, #"[{"id":"\#(segmentText)","name":"New"}]"#),
      (nil, "", #"[{"description":"","id":"\#(segmentText)"}]"#),
      ("New", "Text", #"[{"description":"Text","id":"\#(segmentText)","name":"New"}]"#),
    ] as [(String?, String?, String)]
  )
  func `the request that updates a segment has only the changes`(name: String?, description: String?, body: String) async throws {
    let request = try await Self.request(status: 201) {
      try await $0.updateSegment(Self.segment, name: name, description: description)
    }
    #expect(request.method == "PUT")
    #expect(request.target == "\(Self.base)/segments")
    #expect(request.text == body)
    #expect(request.values(of: "content-type") == ["application/json"])
  }

  @Test func `the request that deletes a segment has its id`() async throws {
    let request = try await Self.request("", status: 204) { try await $0.deleteSegment(Self.segment) }
    #expect(request.method == "DELETE")
    #expect(request.target == "\(Self.base)/segments?id%3Ain=\(Self.segmentText)")
    #expect(request.body == [])
  }

  @Test func `the request that lists members has its documented shape`() async throws {
    let request = try await Self.request(WireText.page("", total: 0, totalPages: 1)) {
      _ = try await $0.listMembers(of: Self.segment)
    }
    #expect(request.method == "GET")
    #expect(request.target == "\(Self.base)/segments/\(Self.segmentText)/shopper-profiles?page=1&limit=250")
  }

  @Test func `the request that lists the segments of a profile has its documented shape`() async throws {
    let profile = ShopperProfileID.numbered(2)
    let request = try await Self.request(WireText.page("", total: 0, totalPages: 1)) { _ = try await $0.segments(of: profile) }
    #expect(request.method == "GET")
    #expect(request.target == "\(Self.base)/shopper-profiles/\(profile)/segments?page=1&limit=250")
  }

  @Test func `the request that adds members has its documented shape`() async throws {
    let request = try await Self.request(status: 201) {
      _ = try await $0.addMembers(try #require(Batch(MemberSet.numbered([3, 2]))), to: Self.segment)
    }
    #expect(request.method == "POST")
    #expect(request.target == "\(Self.base)/segments/\(Self.segmentText)/shopper-profiles")
    #expect(request.text == #"["\#(Self.member2)","\#(Self.member3)"]"#)
    #expect(request.values(of: "content-type") == ["application/json"])
  }

  @Test func `the request that removes members has their ids in the query`() async throws {
    let request = try await Self.request("", status: 204) {
      try await $0.removeMembers(try #require(Batch(MemberSet.numbered([2, 3]))), from: Self.segment)
    }
    #expect(request.method == "DELETE")
    #expect(
      request.target == "\(Self.base)/segments/\(Self.segmentText)/shopper-profiles?id%3Ain=\(Self.member2)%2C\(Self.member3)"
    )
    #expect(request.body == [])
  }

  @Test func `a removal of 50 members is far shorter than common limits of a request line`() async throws {
    let request = try await Self.request("", status: 204) {
      try await $0.removeMembers(try #require(Batch(MemberSet.numbered(1...50))), from: Self.segment)
    }
    #expect(request.target.utf8.count < 4096)
    #expect(request.parameter("id%3Ain")?.split(separator: "%2C").count == 50)
  }

  @Test func `every request has the token, the accepted type, the program and the run`() async throws {
    let (_, requests) = try await withScriptedStore(script: { _ in .json(#"{"data": []}"#) }) { client in
      _ = try await client.findSegment(Self.segment)
      _ = try await client.addMembers(try #require(Batch([.numbered(2)])), to: Self.segment)
      try await client.updateSegment(Self.segment, name: "New", description: nil)
      try await client.removeMembers(try #require(Batch([.numbered(2)])), from: Self.segment)
    }
    #expect(requests.map(\.method) == ["GET", "POST", "PUT", "DELETE"])
    for request in requests {
      #expect(request.values(of: "x-auth-token") == [testToken])
      #expect(request.values(of: "accept") == ["application/json"])
      #expect(request.values(of: "user-agent") == ["segplan/test"])
      #expect(request.values(of: "x-correlation-id") == ["c0441e1a-0000-4000-8000-000000000001"])
      #expect(!request.target.contains(testToken))
    }
  }
}

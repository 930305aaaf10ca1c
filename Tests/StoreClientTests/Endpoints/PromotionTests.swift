import SegmentModel
import StoreClient
import TestSupport
import Testing

struct PromotionTests {
  private static let a = SegmentID.numbered(1)
  private static let b = SegmentID.numbered(2)

  private static func promotion(_ id: Int, _ segments: String, _ more: String = "") -> String {
    """
    {"id": \(id), "name": "P\(id)", "redemption_type": "AUTOMATIC", "status": "ENABLED"\(more), "customer": {"segments": \(segments)}}
    """
  }

  private static func list(_ promotions: [String]) async throws -> [Promotion]? {
    let body = """
      {"data": [\(promotions.joined(separator: ","))], "meta": {"pagination": {"total": \(promotions.count), \
      "count": \(promotions.count), "current_page": 1, "total_pages": 1}}}
      """
    return try await withScriptedStore(script: { _ in .json(body) }) { try await $0.listPromotions() }.result
  }

  @Test func `conditions at any depth give the targeted and the excluded segments`() async throws {
    let promotions = try #require(
      try await Self.list([
        Self.promotion(1, #"{"id": ["\#(Self.a)", "\#(Self.b)"]}"#),
        Self.promotion(2, #"{"and": [{"id": ["\#(Self.a)"]}, {"not": {"id": ["\#(Self.b)"]}}]}"#),
        Self.promotion(3, #"{"not": {"not": {"or": [{"id": ["\#(Self.a)"]}]}}}"#),
      ])
    )
    #expect(promotions.map(\.targets) == [[Self.a, Self.b], [Self.a], [Self.a]])
    #expect(promotions.map(\.excludes) == [[], [Self.b], []])
  }

  @Test func `promotions that are not enabled, not about segments or not as documented are left out`() async throws {
    let deep = String(repeating: #"{"not": "#, count: 40) + #"{"id": []}"# + String(repeating: "}", count: 40)
    let promotions = try await Self.list([
      #"{"id": 1, "name": "Off", "status": "DISABLED", "customer": {"segments": {"id": ["\#(Self.a)"]}}}"#,
      #"{"id": 2, "name": "All", "status": "ENABLED"}"#, Self.promotion(3, #"{"id": ["no uuid"]}"#), Self.promotion(4, deep),
      Self.promotion(5, #"{"id": ["\#(Self.a)"]}"#, #", "start_date": "2026-12-01T00:00:00+00:00", "end_date": null"#),
    ])
    #expect(promotions?.map(\.id) == [5])
    #expect(promotions?.first?.starts?.text == "2026-12-01T00:00:00Z")
    #expect(promotions?.first?.ends == nil)
  }

  @Test(arguments: [402, 403, 404])
  func `a token without the scope gets no promotions, with one request`(status: Int) async throws {
    let answer = try await withScriptedStore(script: { _ in .json("{}", status: status) }) { try await $0.listPromotions() }
    #expect(answer.result == nil)
    #expect(answer.requests.count == 1)
  }

  @Test func `a refused token is also an error for promotions`() async throws {
    _ = try await withScriptedStore(script: { _ in .json("{}", status: 401) }) { client in
      await #expect(throws: StoreError.self) { try await client.listPromotions() }
    }
  }
}

import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// Answers of other shapes than documented.
@Suite struct ResponseDecodingTests {
  private static func listing(_ body: String) async -> StoreError? {
    do {
      _ = try await withScriptedStore(script: { _ in .json(body) }) { try await $0.listMembers(of: .numbered(1)) }
      return nil
    } catch {
      return error as? StoreError
    }
  }

  @Test(arguments: [
    (#"{"meta": {}}"#, #"the key "data" at the top"#),
    (#"{"data": {}}"#, "an array at data"),
    ("[]", "an object at the top"),
    (#"{"data": [{}]}"#, #"the key "id" at data[0]"#),
    (#"{"data": [{"id": 7}]}"#, "a string at data[0].id"),
    (#"{"data": [{"id": "\#(SegmentID.numbered(1))"}, {"id": "no-uuid"}]}"#, "a UUID at data[1].id"),
    (#"{"data": [], "meta": {"pagination": {"total": "many"}}}"#, "a whole number at meta.pagination.total"),
    (#"{"data": [], "meta": {"pagination": {"total": 1.5}}}"#, "numbers in their documented range"),
  ]) func `a wrong shape is an error that says what was expected and where`(body: String, expected: String) async throws {
    let error = try #require(await Self.listing(body))
    #expect(error.kind == .malformed(expected: expected))
    #expect(error.call.method == "GET")
    #expect(error.call.path == "/segments/00000000-0000-4000-8000-000000000001/shopper-profiles")
    let problem = try #require(error.diagnostics.first)
    #expect(problem.summary.hasSuffix("expected \(expected)"))
    #expect(problem.detail?.contains("GET /segments/00000000-0000-4000-8000-000000000001/shopper-profiles (status 200)") == true)
  }

  @Test(arguments: [" ", "<html>Bad gateway</html>", #"{"data": [{"id": "0000"#, "\u{0}"])
  func `a body that is not JSON is a separate error`(body: String) async throws {
    #expect(await Self.listing(body)?.kind == .notJSON)
  }

  @Test func `unknown fields are ignored, at every level`() async throws {
    let body = """
      {"data": [{"id": "\(ShopperProfileID.numbered(7))", "x": 1}], "y": {}, "meta": {"z": [], "pagination": \
      {"total": 1, "count": 1, "per_page": 250, "current_page": 1, "total_pages": 1, "links": {"current": "?"}, "w": false}}}
      """
    let (members, _) = try await withScriptedStore(script: { _ in .json(body) }) {
      try await $0.listMembers(of: .numbered(1))
    }
    #expect(members == MemberSet.numbered([7]))
  }
}

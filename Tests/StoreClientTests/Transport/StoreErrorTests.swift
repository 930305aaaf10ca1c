import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// What a person gets to read when the store says no.
@Suite struct StoreErrorTests {
  private static func listing(_ answer: ScriptedAnswer) async throws -> StoreError {
    let (error, _) = try await withScriptedStore(script: { _ in answer }) { client in
      await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    return try #require(error)
  }

  @Test(arguments: [
    (401, StoreError.Kind.unauthorized, "token-refused"),
    (402, .forbidden(title: ""), "store-forbidden"),
    (403, .forbidden(title: ""), "store-forbidden"),
    (404, .notFound, "store-not-found"),
    (409, .conflict(details: []), "store-conflict"),
    (400, .rejected(title: "", details: []), "store-rejected"),
    (406, .rejected(title: "", details: []), "store-rejected"),
    (413, .rejected(title: "", details: []), "store-rejected"),
    (414, .rejected(title: "", details: []), "store-rejected"),
    (415, .rejected(title: "", details: []), "store-rejected"),
    (422, .rejected(title: "", details: []), "store-rejected"),
    (207, .partlyDone, "store-partly-done"),
    (302, .redirected, "store-redirected"),
    (429, .overQuota, "store-rate-limit"),
    (423, .unavailable, "store-unavailable"),
    (500, .unavailable, "store-unavailable"),
    (503, .unavailable, "store-unavailable"),
    (507, .limitReached(title: ""), "store-limit"),
    (202, .unexpectedStatus(title: ""), "store-unexpected-status"),
    (304, .unexpectedStatus(title: ""), "store-unexpected-status"),
    (418, .unexpectedStatus(title: ""), "store-unexpected-status"),
    (501, .unexpectedStatus(title: ""), "store-unexpected-status"),
  ]) func `every status has its meaning, with request and request id`(status: Int, kind: StoreError.Kind, code: String)
    async throws
  {
    let error = try await Self.listing(.status(status, headers: ["X-Request-ID": "req-1"]))
    #expect(error.kind == kind)
    let problem = try #require(error.diagnostics.first)
    #expect(problem.code == code)
    #expect(problem.severity == .error)
    let call = "GET /segments/\(SegmentID.numbered(1))/shopper-profiles (status \(status), request id req-1)"
    #expect(problem.detail?.hasSuffix("The request was \(call).") == true)
  }

  @Test(arguments: [(401, true), (403, true), (308, true), (404, false), (422, false), (500, false), (429, true)])
  func `a failure that would affect every other request stops the run`(status: Int, stops: Bool) async throws {
    #expect(try await Self.listing(.status(status)).concernsWholeRun == stops)
  }

  @Test(arguments: [
    (
      #"{"status": 403, "title": "Segmentation is not available on this plan", "type": "x"}"#,
      "Segmentation is not available on this plan"
    ),
    (#"{"errors": [{"status": 403, "title": "Store is suspended"}]}"#, "Store is suspended"),
    (#"[{"status": 403, "message": "You don't have a required scope"}]"#, "You don't have a required scope"),
    ("<html>", "no reason given"),
  ]) func `a 403 shows the store's own title, and both causes`(body: String, title: String) async throws {
    let problem = try #require(try await Self.listing(.json(body, status: 403)).diagnostics.first)
    #expect(problem.summary == "the store does not allow this request: \(title)")
    for cause in ["store_v2_customers (Customers: modify)", "Enterprise plan", "suspended store"] {
      #expect(problem.detail?.contains(cause) == true, "\(cause)")
    }
  }

  @Test func `a status that is not documented shows the store's own title`() async throws {
    let error = try await Self.listing(.json(#"{"status": 451, "title": "Blocked in your country"}"#, status: 451))
    #expect(error.diagnostics.first?.summary.hasSuffix("does not document: Blocked in your country") == true)
  }

  @Test func `a 422 gives the store's own reasons`() async throws {
    let body = #"{"status": 422, "title": "Invalid", "errors": {"id": "is not a profile"}}"#
    let error = try await Self.listing(.json(body, status: 422))
    #expect(error.diagnostics.first?.summary == "the store rejected the request: Invalid: is not a profile")
  }

  @Test func `foreign text cannot control the reader's terminal`() async throws {
    let body = #"{"title": "Bad \u001b[31m", "errors": {"0": "a\u0007\r\nb\u009b"}}"#
    let error = try await Self.listing(.json(body, status: 422))
    let problem = try #require(error.diagnostics.first)
    #expect(problem.summary.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }

  @Test func `many reasons are shortened, and a long one is cut`() async throws {
    let texts = (1...9).map { "reason \($0)" } + [String(repeating: "x", count: 5000)]
    let error = try await Self.listing(.json(WireText.conflict(texts), status: 409))
    let summary = try #require(error.diagnostics.first?.summary)
    #expect(summary.hasSuffix("reason 5; … and 5 more"))
    #expect(StoreError(error.call, .conflict(details: [texts[9]])).diagnostics[0].summary.count < 400)
  }

  @Test func `a request id that is not plain text is escaped`() {
    let call = StoreCall(
      .findSegment(.numbered(1)),
      status: 500,
      requestID: "a\u{1B}[31mb ä" + String(repeating: "c", count: 200)
    )
    #expect(call.requestID == "a[31mb" + String(repeating: "c", count: 94))
  }
}

import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// Answers with nothing in them, and answers to another question.
@Suite struct EmptyAnswerTests {
  @Test(arguments: [
    (204, ""), (200, ""), (200, #"{"data": null}"#), (200, #"{"data": null, "meta": null}"#),
    (200, #"{"data": null, "meta": []}"#),
  ]) func `a list is empty if the store gives an empty answer twice`(status: Int, body: String) async throws {
    let (members, requests) = try await withScriptedStore(script: { _ in .json(body, status: status) }) {
      try await $0.listMembers(of: .numbered(1))
    }
    #expect(members.isEmpty)
    #expect(requests.map(\.page) == [1, 1])
  }

  @Test func `a list is not empty after one empty answer`() async throws {
    let counter = Counter()
    let (members, _) = try await withScriptedStore(script: { request in
      counter.increment() == 1 ? .status(204) : .json(WireText.page(of: [.numbered(1)], for: request))
    }) { try await $0.listMembers(of: .numbered(1)) }
    #expect(members == .numbered([1]))
  }

  @Test(arguments: [
    #"{"data": [], "meta": []}"#, #"{"data": [], "meta": null}"#, #"{"data": []}"#, #"{"data": [], "meta": {"pagination": []}}"#,
    #"{"meta": {"pagination": {"total": 0}}}"#, #"{"data": null, "meta": {"pagination": {"total": 0, "links": []}}}"#,
  ]) func `an empty list may come without pagination, or as an empty array where an object should be`(body: String) async throws {
    let (members, requests) = try await withScriptedStore(script: { _ in .json(body) }) {
      try await $0.listMembers(of: .numbered(1))
    }
    #expect(members.isEmpty)
    #expect(requests.count == 1)
  }

  @Test func `an empty page of a list with a total above 0 is incomplete`() async throws {
    let (error, _) = try await withScriptedStore(script: { _ in .json(#"{"data": null, "meta": {"pagination": {"total": 3}}}"#) })
    {
      client in await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    #expect(error?.kind == .listingNeverSettled(readings: 5, reason: "the store states 3 records, but sent 0"))
  }

  @Test(arguments: [(204, ""), (200, ""), (201, #"{"data": null}"#), (201, #"{"data": [], "meta": []}"#)])
  func `an addition with an empty answer counts as adding nobody`(status: Int, body: String)
    async throws
  {
    let (answer, requests) = try await withScriptedStore(script: { _ in .json(body, status: status) }) {
      try await $0.addMembers(try #require(Batch(.numbered(1...3))), to: .numbered(1))
    }
    #expect(answer == .added(.empty))
    #expect(requests.count == 1)
  }

  @Test func `an answer with only other customers than asked for is an error`() async throws {
    for references in [try customers([1, 2]), try emails(["ada@example.com"])] {
      let data = #"{"id": 1, "email": "bob@example.com"}, {"id": 7, "email": "eve@example.com"}"#
      let (error, _) = try await withScriptedStore(script: { _ in .json(WireText.records(data)) }) { client in
        await #expect(throws: StoreError.self) { try await client.customers(matching: references) }
      }
      #expect(error?.kind == .malformed(expected: "only the requested customers"))
    }
  }

  @Test(arguments: [
    #"{"id": 1, "shopper_profile_id": "00000000-0000-4000-8000-000000000009"}, {"id": 2, "shopper_profile_id": "00000000-0000-4000-8000-000000000009"}"#
  ]) func `two customers with one profile are an error`(data: String) async throws {
    let (error, _) = try await withScriptedStore(script: { _ in .json(WireText.records(data)) }) { client in
      await #expect(throws: StoreError.self) { try await client.customers(matching: try customers([1, 2])) }
    }
    #expect(error?.kind == .malformed(expected: "one shopper profile per customer, and one customer per shopper profile"))
  }
}

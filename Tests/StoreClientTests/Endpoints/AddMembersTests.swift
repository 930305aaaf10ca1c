import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

@Suite struct AddMembersTests {
  private static let segment = SegmentID.numbered(900)

  private static func add(_ members: MemberSet, _ answer: ScriptedAnswer) async throws -> AddAnswer {
    try await withScriptedStore(script: { _ in answer }) {
      try await $0.addMembers(try #require(Batch(members)), to: segment)
    }.result
  }

  private static func alreadyExists(_ id: ShopperProfileID) -> String {
    "Shopper profile `\(id)` already exists for segment `\(segment)`."
  }

  @Test(arguments: [200, 201]) func `the answer's data says which members were added`(status: Int) async throws {
    let members = MemberSet.numbered(1...3)
    let body = WireText.records(WireText.profiles(members))
    #expect(try await Self.add(members, .json(body, status: status)) == .added(members))
  }

  @Test func `a member that the answer lacks was dropped, and is not counted as added`() async throws {
    let body = WireText.records(WireText.profiles(MemberSet.numbered([1, 3])))
    #expect(try await Self.add(MemberSet.numbered(1...3), .json(body)) == .added(MemberSet.numbered([1, 3])))
  }

  @Test func `members that were not sent do not count as added`() async throws {
    let body = WireText.records(WireText.profiles(MemberSet.numbered([1, 77])))
    #expect(try await Self.add(MemberSet.numbered([1]), .json(body)) == .added(MemberSet.numbered([1])))
  }

  @Test func `the vendor's 409 names the profiles that are already members`() async throws {
    let body = WireText.conflict([Self.alreadyExists(.numbered(2)), Self.alreadyExists(.numbered(3))])
    let answer = try await Self.add(MemberSet.numbered(1...4), .json(body, status: 409))
    #expect(answer == .conflict(alreadyMembers: MemberSet.numbered([2, 3])))
  }

  @Test(arguments: [
    WireText.conflict(["Some shopper profiles are members already."]),
    WireText.conflict(["Shopper profile `00000000-0000-4000-8000-000000000001` is locked."]),
    WireText.conflict([
      "Shopper profile `00000000-0000-4000-8000-000000000001` already exists for segment `\(SegmentID.numbered(901))`."
    ]),
    WireText.conflict(["Shopper profile `00000000-0000-4000-8000-000000000099` already exists for segment `x`."]),
    "", "<html>409</html>", #"{"errors": "conflict"}"#, #"{"errors": [{"errors": ["a list"]}]}"#,
  ]) func `a 409 that names no member of the batch is a conflict without names`(body: String) async throws {
    #expect(try await Self.add(MemberSet.numbered([1]), .json(body, status: 409)) == .conflict(alreadyMembers: .empty))
  }

  @Test func `a 207 is a separate error, because only a listing shows what was done`() async throws {
    await #expect {
      try await Self.add(MemberSet.numbered([1]), .json(WireText.records(""), status: 207))
    } throws: {
      ($0 as? StoreError)?.kind == .partlyDone
    }
  }
}

import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

@Suite struct ChangeSegmentsTests {
  private static let segment = SegmentID.numbered(5)

  @Test func `a created segment is the one that the store answers with`() async throws {
    let body = WireText.records(WireText.segment(Self.segment, name: "VIP", description: "Text"))
    let (created, _) = try await withScriptedStore(script: { _ in .json(body, status: 201) }) {
      try await $0.createSegment(NewSegment(name: "VIP", description: "Text"))
    }
    #expect(created.id == Self.segment)
    #expect(created.name == "VIP")
    #expect(created.description == "Text")
  }

  @Test(arguments: [
    #"{"data": []}"#,
    #"{"data": [\#(WireText.segment(.numbered(1), name: "A")), \#(WireText.segment(.numbered(2), name: "B"))]}"#,
  ]) func `an answer without exactly one segment is no creation`(body: String) async throws {
    await #expect {
      try await withScriptedStore(script: { _ in .json(body, status: 201) }) {
        try await $0.createSegment(NewSegment(name: "A", description: ""))
      }
    } throws: {
      ($0 as? StoreError)?.kind == .malformed(expected: "exactly one record at data")
    }
  }

  @Test(arguments: [200, 201, 204]) func `an update is done with any status that says so, whatever the body`(status: Int)
    async throws
  {
    let (_, requests) = try await withScriptedStore(script: { _ in .status(status) }) {
      try await $0.updateSegment(Self.segment, name: "B", description: nil)
    }
    #expect(requests.count == 1)
  }

  @Test func `a segment that the store does not have is found to be missing`() async throws {
    let (found, _) = try await withScriptedStore(script: { _ in .json(#"{"data": []}"#) }) {
      try await $0.findSegment(Self.segment)
    }
    #expect(found == nil)
  }

  @Test func `of what the store answers only the segment that was asked for counts`() async throws {
    let other = WireText.segment(.numbered(6), name: "Other")
    let own = #"{"id": "\#(Self.segment)", "name": "Own", "description": null}"#
    let (found, _) = try await withScriptedStore(script: { _ in .json(WireText.records("\(other), \(own)")) }) {
      try await $0.findSegment(Self.segment)
    }
    #expect(found?.name == "Own")
    #expect(found?.description == "")
  }
}

import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

@Suite struct ChangeSegmentsTests {
  private static let segment = SegmentID.numbered(5)

  @Test func `a created segment is the one in the store's answer`() async throws {
    let body = WireText.records(WireText.segment(Self.segment, name: "VIP", description: "Text"))
    let (created, _) = try await withScriptedStore(script: { _ in .json(body, status: 201) }) {
      try await $0.createSegment(name: "VIP", description: "Text")
    }
    #expect(created?.id == Self.segment)
    #expect(created?.name == "VIP")
    #expect(created?.description == "Text")
  }

  @Test(arguments: [#"{"data": []}"#, #"{"data": null}"#, ""])
  func `an answer without a segment leaves open which one was created`(body: String) async throws {
    let (created, requests) = try await withScriptedStore(script: { _ in .json(body, status: 201) }) {
      try await $0.createSegment(name: "A", description: "")
    }
    #expect(created == nil)
    #expect(requests.count == 1)
  }

  @Test(arguments: [
    #"{"data": [\#(WireText.segment(.numbered(1), name: "A")), \#(WireText.segment(.numbered(2), name: "A"))]}"#,
    #"{"data": [\#(WireText.segment(.numbered(2), name: "B"))]}"#,
  ]) func `an answer with another segment is not a creation, because its members are not ours`(body: String) async throws {
    await #expect {
      try await withScriptedStore(script: { _ in .json(body, status: 201) }) {
        try await $0.createSegment(name: "A", description: "")
      }
    } throws: {
      ($0 as? StoreError)?.kind == .malformed(expected: "the new segment")
    }
  }

  @Test(arguments: [200, 201, 204]) func `an update is done with any status that means success, whatever the body is`(status: Int)
    async throws
  {
    let (_, requests) = try await withScriptedStore(script: { _ in .status(status) }) {
      try await $0.updateSegment(Self.segment, name: "B", description: nil)
    }
    #expect(requests.count == 1)
  }

  @Test(arguments: [
    WireText.segment(.numbered(6), name: "B"), WireText.segment(segment, name: "A"),
    WireText.segment(segment, name: "B", description: "other"),
  ]) func `an update is not done if the answer has another segment, or this one unchanged`(data: String) async throws {
    await #expect {
      try await withScriptedStore(script: { _ in .json(WireText.records(data)) }) {
        try await $0.updateSegment(Self.segment, name: "B", description: "text")
      }
    } throws: {
      ($0 as? StoreError)?.kind == .malformed(expected: "the segment with the requested change")
    }
  }

  @Test func `a change that is answered with a web page does not count as done`() async throws {
    await #expect {
      try await withScriptedStore(script: { _ in .json("<html>Log in</html>") }) { try await $0.deleteSegment(Self.segment) }
    } throws: {
      ($0 as? StoreError)?.kind == .notJSON
    }
  }

  @Test func `an answer with only other segments proves nothing about the requested one`() async throws {
    await #expect {
      try await withScriptedStore(script: { _ in .json(WireText.records(WireText.segment(.numbered(6), name: "Other"))) }) {
        try await $0.findSegment(Self.segment)
      }
    } throws: {
      ($0 as? StoreError)?.kind == .malformed(expected: "the requested segment, or none")
    }
  }

  @Test func `a segment that the store does not have is missing`() async throws {
    let (found, _) = try await withScriptedStore(script: { _ in .json(#"{"data": []}"#) }) {
      try await $0.findSegment(Self.segment)
    }
    #expect(found == nil)
  }

  @Test func `only the requested segment in an answer counts`() async throws {
    let other = WireText.segment(.numbered(6), name: "Other")
    let own = #"{"id": "\#(Self.segment)", "name": "Own", "description": null}"#
    let (found, _) = try await withScriptedStore(script: { _ in .json(WireText.records("\(other), \(own)")) }) {
      try await $0.findSegment(Self.segment)
    }
    #expect(found?.name == "Own")
    #expect(found?.description == "")
  }
}

import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

struct SegmentRenamingTests {
  private static func renamed(_ text: String) throws -> String? {
    let renaming = SegmentRenaming(
      from: try SegmentName("C"),
      to: try SegmentName("D"),
      id: .numbered(7),
      variables: ["LETTER": "C"]
    )
    return try renaming.edit("m.yaml", Array(text.utf8)).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test func `a list of segments that several share by an alias is edited once`() throws {
    let text = """
      version: 1
      segments:
      - name: A
        include: &parts [C]
      - name: B
        include: *parts
        exclude: *parts
      - name: C
        members: []

      """
    let expected = """
      version: 1
      segments:
      - name: A
        include: &parts [D]
      - name: B
        include: *parts
        exclude: *parts
      - name: D
        id: \(SegmentID.numbered(7))
        members: []

      """
    #expect(try Self.renamed(text) == expected)
  }

  @Test(arguments: [
    "version: 1\nsegments:\n- {name: '${LETTER}', members: []}\n",
    "version: 1\nsegments:\n- {name: A, include: ['${LETTER}']}\n- {name: C, members: []}\n",
  ])
  func `a name that is put together from variables of the command line is left to a person`(text: String) throws {
    let error = try #require(throws: DiagnosticsError.self) { try Self.renamed(text) }
    #expect(error.diagnostics.map(\.code) == ["cannot-rename"])
  }

  @Test func `a manifest that does not name the segment stays as it is`() throws {
    #expect(try Self.renamed("version: 1\nsegments:\n- {name: A, members: []}\n") == nil)
  }
}

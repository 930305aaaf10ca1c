import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

struct SegmentRenamingTests {
  private static let id = "5e9b0000-0000-4000-8000-000000000007"

  /// The manifest with segment `VIP` called `Gold`; `nil` when it does not name it.
  private static func renamed(_ text: String, variables: [String: String] = [:]) throws -> String? {
    let renaming = SegmentRenaming(
      from: try SegmentName("VIP"),
      to: try SegmentName("Gold"),
      id: try #require(SegmentID(id)),
      LoadingOptions(day: someDay, variables: variables)
    )
    return try renaming.edit("m.yaml", Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ("  - name: VIP # the best\n    members: []\n", "  - name: Gold # the best\n    id: \(id)\n    members: []\n"),
    ("  - members: []\n    name: 'VIP'\n", "  - members: []\n    name: Gold\n    id: \(id)\n"),
    ("  - members: []\n    name: VIP", "  - members: []\n    name: Gold\n    id: \(id)"),
    ("  - {name: VIP, members: []}\n", "  - {name: Gold, id: \(id), members: []}\n"),
    ("  - {name: VIP, id: \(id), members: []}\n", "  - {name: Gold, id: \(id), members: []}\n"),
    ("  - name: VIP\r\n    members: []\r\n", "  - name: Gold\r\n    id: \(id)\r\n    members: []\r\n"),
    (
      "  - name: Ä\n    include: [VIP, \"VIP lounge\"]\n    exclude:\n      - VIP # none\n      - live: VIP\n",
      "  - name: Ä\n    include: [Gold, \"VIP lounge\"]\n    exclude:\n      - Gold # none\n      - live: VIP\n"
    ),
    (
      "  - name: A\n    include: [{segment: VIP, expires: 2027-01-01}, {set: VIP2}]\nsets:\n  - {name: VIP2, include: [VIP]}\n",
      "  - name: A\n    include: [{segment: Gold, expires: 2027-01-01}, {set: VIP2}]\nsets:\n  - {name: VIP2, include: [Gold]}\n"
    ),
    ("  - name: &n VIP2\n    members: []\n", nil),
  ])
  func `the name changes, and everything else stays the same`(_ before: String, _ after: String?) throws {
    #expect(try Self.renamed("version: 1\nsegments:\n" + before) == after.map { "version: 1\nsegments:\n" + $0 })
  }

  @Test func `a byte order mark is kept`() throws {
    let renamed = try Self.renamed("\u{FEFF}version: 1\nsegments: [{name: VIP, members: []}]\n")
    #expect(renamed == "\u{FEFF}version: 1\nsegments: [{name: Gold, id: \(Self.id), members: []}]\n")
  }

  @Test(arguments: [
    "version: 1\nvars: {TIER: VIP}\nsegments: [{name: \"${TIER}\", members: []}]\n",
    "version: 1\nsegments: [{name: \"${GIVEN}\", members: []}]\n",
    "version: 1\nsegments: [{name: Other, include: [\"${GIVEN}\"]}]\n",
    "version: 1\nx-base: &base {name: VIP}\nsegments: [{<<: *base, members: []}]\n",
    "version: 1\nsegments: [{name: &n VIP, description: *n, members: []}]\n",
  ])
  func `a name that is not written out must be changed by a person`(_ text: String) throws {
    let error = #expect(throws: DiagnosticsError.self) { try Self.renamed(text, variables: ["GIVEN": "VIP"]) }
    #expect(error?.diagnostics.map(\.code) == ["cannot-rename"])
  }

  @Test func `a list that several segments share by an alias is edited once`() throws {
    let text = """
      version: 1
      segments:
      - name: A
        include: &parts [VIP]
      - name: B
        include: *parts
        exclude: *parts
      - name: VIP
        members: []

      """
    let expected = """
      version: 1
      segments:
      - name: A
        include: &parts [Gold]
      - name: B
        include: *parts
        exclude: *parts
      - name: Gold
        id: \(Self.id)
        members: []

      """
    #expect(try Self.renamed(text) == expected)
  }

  @Test(arguments: [
    "version: 1\nsegments:\n- {name: '${LETTER}', members: []}\n",
    "version: 1\nsegments:\n- {name: A, include: ['${LETTER}']}\n- {name: VIP, members: []}\n",
  ])
  func `a name that is made of variables from the command line must be changed by a person`(text: String) throws {
    let error = try #require(throws: DiagnosticsError.self) { try Self.renamed(text, variables: ["LETTER": "VIP"]) }
    #expect(error.diagnostics.map(\.code) == ["cannot-rename"])
  }

  @Test func `a manifest that does not name the segment does not change`() throws {
    #expect(try Self.renamed("version: 1\nsegments:\n- {name: A, members: []}\n") == nil)
  }
}

import Diagnostics
import SegmentModel

/// Why a declaration and the store's segments do not fit together.
enum MatchingProblem {
  case unknownPinnedID(DesiredSegment, SegmentID)
  case nameTaken(DesiredSegment, LiveSegment, renames: Bool)
  case claimedTwice(DesiredSegment, DesiredSegment, LiveSegment)
  case deletionOfOtherName(DesiredSegment, LiveSegment)
  case ambiguousName(DesiredSegment, [LiveSegment])

  private static func difference(_ declaration: DesiredSegment, _ rival: LiveSegment) -> String {
    declaration.name.text.lowercased() == rival.name.lowercased() ? "case" : "characters that do not show, or in spaces"
  }

  var diagnostic: Diagnostic {
    switch self {
    case .unknownPinnedID(let declaration, let id):
      Diagnostic(
        .error,
        code: "unknown-segment-id",
        summary: "segment \"\(declaration.name)\" pins the id \(id), which the store does not have",
        detail: """
          The segment was deleted, or the id belongs to another store. Correct the id, or drop `id:` to find or create the \
          segment by its name.
          """,
        range: declaration.declaredAt
      )
    case .nameTaken(let declaration, let rival, let renames):
      Diagnostic(
        .error,
        code: "segment-name-taken",
        summary: "the store has another segment named \"\(rival.name)\" (\(rival.id))",
        detail: renames
          ? "Segment \"\(declaration.name)\" cannot take that name while the other one has it; names are unique in a store."
          : """
          It differs from "\(declaration.name)" only in \(Self.difference(declaration, rival)), so people or the store may take both for \
          the same name. Write the name as the store does, or pin the segment with `id: \(rival.id)` to rename it.
          """,
        range: declaration.declaredAt
      )
    case .claimedTwice(let declaration, let other, let live):
      Diagnostic(
        .error,
        code: "segment-declared-twice",
        summary: "\"\(other.name)\" and \"\(declaration.name)\" both mean the store's segment \"\(live.name)\" (\(live.id))",
        detail: declaration.pinnedID == other.pinnedID
          ? "Both pin its id. Keep one of the two declarations."
          : "One finds it by name, the other pins its id. Keep one of the two declarations.",
        range: declaration.declaredAt
      )
    case .ambiguousName(let declaration, let rivals):
      Diagnostic(
        .error,
        code: "segment-name-ambiguous",
        summary:
          "the store has \(rivals.count) segments named \"\(declaration.name)\" (\(rivals.map(\.id.description).joined(separator: ", ")))",
        detail: "Which one is meant cannot be told by the name. Pin one of them with `id:`.",
        range: declaration.declaredAt
      )
    case .deletionOfOtherName(let declaration, let live):
      Diagnostic(
        .error,
        code: "renamed-segment-to-delete",
        summary:
          "segment \"\(declaration.name)\" is to be deleted, and the id that it pins is named \"\(live.name)\" in the store",
        detail: """
          Somebody renamed it, or the id is another segment's. A segment is deleted only under the name that it has: correct `name:` or \
          `id:`.
          """,
        range: declaration.declaredAt
      )
    }
  }
}

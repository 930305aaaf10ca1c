import Diagnostics
import SegmentModel

/// Why a declaration does not match exactly one segment of the store.
enum MatchingProblem {
  case unknownPinnedID(DesiredSegment, SegmentID)
  case nameTaken(DesiredSegment, LiveSegment, renames: Bool)
  case claimedTwice(DesiredSegment, DesiredSegment, LiveSegment)
  case deletionOfOtherName(DesiredSegment, LiveSegment)
  case ambiguousName(DesiredSegment, [LiveSegment])

  var diagnostic: Diagnostic {
    Diagnostic(.error, code: words.code, summary: words.summary, detail: words.detail, range: declaration.declaredAt)
  }

  private var declaration: DesiredSegment {
    switch self {
    case .unknownPinnedID(let declaration, _), .nameTaken(let declaration, _, _), .claimedTwice(let declaration, _, _),
      .deletionOfOtherName(let declaration, _), .ambiguousName(let declaration, _):
      declaration
    }
  }

  private var words: (code: String, summary: String, detail: String) {
    switch self {
    case .unknownPinnedID(let declaration, let id):
      (
        "unknown-segment-id", "segment \"\(declaration.name)\" pins the id \(id), which the store does not have",
        """
        The segment was deleted, or the id belongs to another store. Correct the id, or remove `id:` to find or create the \
        segment by its name.
        """
      )
    case .nameTaken(let declaration, let rival, let renames):
      (
        "segment-name-taken", "the store has another segment named \"\(rival.name)\" (\(rival.id))",
        renames
          ? "Segment \"\(declaration.name)\" cannot take that name while the other one has it; names are unique in a store."
          : """
          It differs from "\(declaration.name)" only in \(Self.difference(declaration, rival)), so people or the store may take both for \
          the same name. Write the name as the store does, or pin the segment with `id: \(rival.id)` to rename it.
          """
      )
    case .claimedTwice(let declaration, let other, let live):
      (
        "segment-declared-twice",
        "\"\(other.name)\" and \"\(declaration.name)\" both mean the store's segment \"\(live.name)\" (\(live.id))",
        declaration.pinnedID == other.pinnedID
          ? "Both pin its id. Keep one of the two declarations."
          : "One finds it by name, the other pins its id. Keep one of the two declarations."
      )
    case .ambiguousName(let declaration, let rivals):
      (
        "segment-name-ambiguous",
        "the store has \(rivals.count) segments named \"\(declaration.name)\" (\(rivals.map(\.id.description).joined(separator: ", ")))",
        "The name does not identify one of them. Pin the segment that you mean with `id:`."
      )
    case .deletionOfOtherName(let declaration, let live):
      (
        "renamed-segment-to-delete",
        "segment \"\(declaration.name)\" is to be deleted, and the id that it pins is named \"\(live.name)\" in the store",
        """
        Someone renamed it, or the id belongs to another segment. segapply deletes a segment only under its current name: correct \
        `name:` or `id:`.
        """
      )
    }
  }

  private static func difference(_ declaration: DesiredSegment, _ rival: LiveSegment) -> String {
    declaration.name.text.lowercased() == rival.name.lowercased() ? "case" : "characters that do not show, or in spaces"
  }
}

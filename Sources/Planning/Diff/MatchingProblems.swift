import Diagnostics
import SegmentModel

/// Why a declaration does not match exactly one segment of the store.
extension DesiredSegment {
  func unknownPinnedID(_ id: SegmentID) -> Diagnostic {
    problem(
      "unknown-segment-id",
      "segment \"\(name)\" pins the id \(id), which the store does not have",
      """
      The segment was deleted, or the id belongs to another store. Correct the id, or remove `id:` to find or create the \
      segment by its name.
      """
    )
  }

  func nameTaken(by rival: LiveSegment, renames: Bool) -> Diagnostic {
    let difference = name.text.lowercased() == rival.name.lowercased() ? "case" : "invisible characters or spaces"
    return problem(
      "segment-name-taken",
      "the store has another segment named \"\(rival.name)\" (\(rival.id))",
      renames
        ? "Segment \"\(name)\" cannot take that name while the other one has it; names are unique in a store."
        : """
        It differs from "\(name)" only in \(difference), so people or the store may treat both as \
        the same name. Write the name as the store does, or pin the segment with `id: \(rival.id)` to rename it.
        """
    )
  }

  func claimed(by other: DesiredSegment, _ live: LiveSegment) -> Diagnostic {
    problem(
      "segment-declared-twice",
      "\"\(other.name)\" and \"\(name)\" both refer to the store's segment \"\(live.name)\" (\(live.id))",
      pinnedID == other.pinnedID
        ? "Both pin its id. Keep one of the two declarations."
        : "One finds it by name, the other pins its id. Keep one of the two declarations."
    )
  }

  func ambiguousName(_ rivals: [LiveSegment]) -> Diagnostic {
    let ids = rivals.map(\.id.description).joined(separator: ", ")
    return problem(
      "segment-name-ambiguous",
      "the store has \(rivals.count) segments named \"\(name)\" (\(ids))",
      "The name does not identify one of them. Pin the segment that you mean with `id:`."
    )
  }

  func deletionOfOtherName(_ live: LiveSegment) -> Diagnostic {
    problem(
      "renamed-segment-to-delete",
      "segment \"\(name)\" is declared absent, but the id that it pins belongs to \"\(live.name)\" in the store",
      """
      Someone renamed it, or the id belongs to another segment. segapply deletes a segment only under its current name: correct \
      `name:` or `id:`.
      """
    )
  }

  private func problem(_ code: String, _ summary: String, _ detail: String) -> Diagnostic {
    Diagnostic(.error, code: code, summary: summary, detail: detail, range: declaredAt)
  }
}

package import Planning
import SegmentModel

/// What came of every planned change, for a spreadsheet: `segment,customer,profile,action,result,reason,place`.
package enum ApplyCSV {
  private static let header = "segment,customer,profile,action,result,reason,place\n"

  /// The whole table in the form of RFC 4180, each row ended by a line feed; only the header for a run that changed
  /// nothing.
  package static func text(_ report: ApplyReport, redaction: MemberRedaction? = nil) -> String {
    var text = header
    report.forEachRow { row in
      let fields = [
        field(row.segment), row.note?.customer.map(redaction.shown) ?? "", row.profile.map(redaction.shown) ?? "",
        row.action.rawValue, row.result.rawValue, row.reason.map(field) ?? "",
        row.note?.place.map { field($0.description) } ?? "",
      ]
      text += fields.joined(separator: ",") + "\n"
    }
    return text
  }

  /// A field that no spreadsheet mistakes for a formula: a text that begins like one gets an apostrophe before it.
  ///
  /// This checks scalars, not characters: a sign with a combining mark is one `Character`, but CSV readers still see
  /// the sign.
  private static func field(_ text: String) -> String {
    var scalars = VisibleText.of(text).unicodeScalars
    if let first = scalars.first, "=+-@".unicodeScalars.contains(first) { scalars.insert("'", at: scalars.startIndex) }
    guard scalars.contains(where: { ",\"\n".unicodeScalars.contains($0) }) else { return String(scalars) }
    let parts = scalars.split(separator: "\"", omittingEmptySubsequences: false).map { String($0) }
    return "\"\(parts.joined(separator: "\"\""))\""
  }
}

/// A planned change of a segment or a member, with its result.
struct ApplyRow {
  let segment: String
  var profile: ShopperProfileID?
  let action: PlannedAction
  let result: ChangeResult
  let reason: String?
  /// Where the member is declared, and why it is added or removed; `nil` for a change of the segment itself.
  var note: MemberNote?
}

extension ApplyReport {
  /// Every planned change: segments by name, each with its own change, its additions and its removals.
  ///
  /// Linear in the changes.
  func forEachRow(_ body: (ApplyRow) -> Void) {
    for (segment, outcome) in segments {
      let results = SegmentResults(outcome)
      let name = segment.name.text
      let (result, reason) = results.ofSegment
      for action in segment.actions where [.create, .update, .delete].contains(action) {
        body(ApplyRow(segment: name, action: action, result: result, reason: reason))
      }
      for (action, notes) in [(PlannedAction.add, segment.additionNotes), (.remove, segment.removalNotes)] {
        for index in notes.indices() {
          let (note, profile) = (notes[index], notes.profile(at: index))
          let (result, reason) = results.result(of: profile, note.customer)
          body(ApplyRow(segment: name, profile: profile, action: action, result: result, reason: reason, note: note))
        }
      }
    }
  }
}

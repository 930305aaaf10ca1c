package import Planning
import SegmentModel

/// What came of every planned change, for a spreadsheet: `segment,customer,profile,action,result,reason,place`.
package enum ApplyCSV {
  static let header = "segment,customer,profile,action,result,reason,place\n"

  /// The whole table in the form of RFC 4180, each row ended by a line feed.
  ///
  /// - Parameters:
  ///   - report: The run.
  ///   - redaction: Takes ids and customer numbers out; `nil` where they may be seen.
  /// - Returns: The table; the header alone for a run that changed nothing.
  package static func text(_ report: ApplyReport, redaction: MemberRedaction? = nil) -> String {
    var text = header
    report.forEachRow { row in
      let fields = [
        field(row.segment), row.customer.map { redaction?.label($0) ?? $0.description } ?? "",
        row.profile.map { redaction?.label($0) ?? $0.description } ?? "", row.action.rawValue, row.result.rawValue,
        row.reason.map(field) ?? "", row.note?.place.map { field($0.description) } ?? "",
      ]
      text += fields.joined(separator: ",") + "\n"
    }
    return text
  }

  /// A field that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it.
  ///
  /// Looks at scalars: a sign with a mark upon it is one `Character`, and still the sign that a reader of CSV looks for.
  private static func field(_ text: String) -> String {
    var scalars = VisibleText.of(text).unicodeScalars
    if let first = scalars.first, "=+-@".unicodeScalars.contains(first) { scalars.insert("'", at: scalars.startIndex) }
    guard scalars.contains(where: { ",\"\n".unicodeScalars.contains($0) }) else { return String(scalars) }
    let parts = scalars.split(separator: "\"", omittingEmptySubsequences: false).map { String($0) }
    return "\"\(parts.joined(separator: "\"\""))\""
  }
}

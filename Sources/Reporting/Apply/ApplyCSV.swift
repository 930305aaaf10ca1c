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
  private static func field(_ text: String) -> String {
    var text = VisibleText.of(text)
    if let first = text.first, "=+-@".contains(first) { text = "'\(text)" }
    return text.contains { ",\"\n".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}

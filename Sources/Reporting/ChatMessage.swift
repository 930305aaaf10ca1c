import Diagnostics
package import Planning
import SegmentModel

/// News for a chat or another service: names and counts, never ids.
package struct ChatMessage: Sendable {
  /// The most segments that a message names.
  private static let longestList = 20

  /// What happened, and on the following lines in which segments.
  let lines: [String]
  private let event: JSONValue

  /// What others changed in the store.
  package init(_ report: DriftReport) {
    lines = Self.lines(
      "segplan, store \(report.header.store): \(DriftText.summary(of: report))",
      report.drifted.map { ($0.name, DriftText.words($0, canTell: report.canTell)) },
      DriftText.note(report)
    )
    event = [
      "version": 1, "event": "drift", "store": .text(report.header.store), "checked_at": .text(report.header.checkedAt),
      "can_tell": .flag(report.canTell), "summary": DriftJSON.summary(report), "text": .text(lines.joined(separator: "\n")),
    ]
  }

  /// What an apply did.
  package init(_ report: ApplyReport) {
    lines = Self.lines(
      "segapply, store \(report.header.store): \(OutcomeReport.summary(of: report))",
      report.segments.map { ($0.plan.name.text, OutcomeReport.words($0.plan, $0.outcome)) },
      report.problems.first.map { problem in
        // A problem may name a member.
        let redaction = MemberRedaction(salt: Array(report.header.run.utf8))
        return "First problem: \(VisibleText.of(redaction.text(redaction.diagnostic(problem).summary)))"
      }
    )
    event = [
      "version": 1, "event": "apply", "store": .text(report.header.store), "who": .text(report.header.who),
      "finished_at": .text(report.header.finishedAt), "result": .text(report.ending.rawValue),
      "summary": ApplyJSON.summary(report.segments), "text": .text(lines.joined(separator: "\n")),
    ]
  }

  private static func lines(_ first: String, _ segments: [(name: String, words: String)], _ last: String?) -> [String] {
    var lines = [first]
    lines += segments.prefix(longestList).map { segment in
      "• \(VisibleText.quoted(String(segment.name.unicodeScalars.prefix(MarkdownText.longestName)))): \(segment.words)"
    }
    if segments.count > longestList { lines.append("… and \(Quantity.of(segments.count - longestList, "more segment"))") }
    return lines + [last].compactMap(\.self)
  }

  /// A message for Slack's incoming webhooks, and everything that takes those: `{"text": …}` (Slack docs, *Sending messages using incoming
  /// webhooks*).
  package func slack() -> String {
    // The three characters that Slack wants escaped; nothing can then be a link or a mention.
    let text = lines.joined(separator: "\n").replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
      ">",
      with: "&gt;"
    )
    return JSONText.line(["text": .text(text)])
  }

  /// An adaptive card, the only message that a workflow of Microsoft Teams takes (Microsoft Teams docs, *Create Incoming Webhooks*).
  package func teams() -> String {
    // A run of text is shown as it is, where a `TextBlock` would take a segment's name for Markdown, links among it.
    let blocks = lines.flatMap { $0.split(separator: "\n") }.map { line -> JSONValue in
      ["type": "RichTextBlock", "inlines": [["type": "TextRun", "text": .text(String(line))]]]
    }
    let card: JSONValue = [
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
      "body": .list(blocks),
    ]
    return JSONText.line([
      "type": "message",
      "attachments": [["contentType": "application/vnd.microsoft.card.adaptive", "content": card]],
    ])
  }

  /// The counts, and the text of ``slack()`` unescaped: `docs/schemas/notification.schema.json`.
  package func generic() -> String { JSONText.line(event) }
}

import Diagnostics
package import Planning
import SegmentModel

/// A message for a chat or another service, with names and counts but without ids.
package struct ChatMessage: Sendable {
  /// The maximum number of segments that a message names.
  private static let maximumSegments = 20

  /// What happened, then a line per segment.
  let lines: [String]
  private let event: JSONValue

  /// What changed outside segapply.
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

  /// That drift has ended, or that checks fail or work again.
  ///
  /// `problem` says why the last check failed.
  package init(_ news: DriftNews.Message, store: String, problem: String? = nil) {
    let words =
      switch news {
      case .drift: "The store has drifted."
      case .driftEnded: "The drift has ended: the store matches the state again."
      case .checksFailing: "The last \(DriftNews.failuresToReport) checks for drift have failed."
      case .checksRecovered: "Checks for drift work again."
      }
    lines = ["segplan, store \(store): \(words)"] + [problem.map { "Last problem: \(VisibleText.of($0))" }].compactMap(\.self)
    event = [
      "version": 1, "event": .text(news.rawValue), "store": .text(store), "text": .text(lines.joined(separator: "\n")),
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
    lines += segments.prefix(maximumSegments).map { segment in
      "• \(VisibleText.quoted(String(segment.name.unicodeScalars.prefix(MarkdownText.maximumName)))): \(segment.words)"
    }
    if segments.count > maximumSegments { lines.append("… and \(Quantity.of(segments.count - maximumSegments, "more segment"))") }
    return lines + [last].compactMap(\.self)
  }

  /// A message for Slack's incoming webhooks, and for services with the same format: `{"text": …}` (Slack docs,
  /// *Sending messages using incoming webhooks*).
  package func slack() -> String {
    // Slack requires these three to be escaped; without them, no text can be a link or a mention.
    let escapes = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")]
    let text = escapes.reduce(lines.joined(separator: "\n")) { $0.replacing($1.0, with: $1.1) }
    return JSONText.line(["text": .text(text)])
  }

  /// An adaptive card, the only kind of message that a workflow of Microsoft Teams accepts (Microsoft Teams docs,
  /// *Create Incoming Webhooks*).
  package func teams() -> String {
    // A `TextRun` shows text as it is; a `TextBlock` would read a segment's name as Markdown, with links.
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

  /// The counts and the text: `docs/schemas/notification.schema.json`.
  package func generic() -> String { JSONText.line(event) }
}

import Diagnostics
package import Planning
import SegmentModel

/// News for a chat or another service: names and counts, never ids.
package struct ChatMessage: Sendable {
  /// The most segments that a message names.
  private static let longestList = 20

  /// What happened, and on the following lines in which segments.
  let lines: [String]
  private let event: Event

  /// What others changed in the store.
  package init(_ report: DriftReport) {
    lines = Self.lines(
      "segplan, store \(report.header.store): \(DriftText.summary(of: report))",
      report.drifted.map { ($0.name, DriftText.words($0, canTell: report.canTell)) },
      DriftText.note(report)
    )
    event = Event(
      event: "drift",
      store: report.header.store,
      checkedAt: report.header.checkedAt,
      canTell: report.canTell,
      summary: .drift(DriftSummary(report)),
      text: lines.joined(separator: "\n")
    )
  }

  /// What an apply did.
  package init(_ report: ApplyReport) {
    lines = Self.lines(
      "segapply, store \(report.header.store): \(OutcomeReport.summary(of: report))",
      report.segments.map { ($0.plan.name.text, OutcomeReport.words($0.plan, $0.outcome)) },
      report.problems.first.map { problem in
        // A problem may name a member.
        let words = MemberRedaction(salt: Array(report.header.run.utf8)).text(problem.summary)
        return "First problem: \(VisibleText.of(words))"
      }
    )
    event = Event(
      event: "apply",
      store: report.header.store,
      who: report.header.who,
      finishedAt: report.header.finishedAt,
      result: report.ending.rawValue,
      summary: .apply(ApplySummary(report.outcome)),
      text: lines.joined(separator: "\n")
    )
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
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for text.
  package func slack() throws -> String {
    // The three characters that Slack wants escaped; nothing can then be a link or a mention.
    let text = lines.joined(separator: "\n").replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
      ">",
      with: "&gt;"
    )
    return try JSONText.line(SlackMessage(text: text))
  }

  /// An adaptive card, the only message that a workflow of Microsoft Teams takes (Microsoft Teams docs, *Create Incoming Webhooks*).
  ///
  /// - Throws: As ``slack()``.
  package func teams() throws -> String {
    let lines = lines.flatMap { $0.split(separator: "\n") }
    let blocks = lines.map { TeamsMessage.Block(inlines: [.init(text: String($0))]) }
    return try ForeignJSON.line(TeamsMessage(attachments: [.init(content: .init(body: blocks))]))
  }

  /// The counts, and the text of ``slack()`` unescaped: `docs/schemas/notification.schema.json`.
  ///
  /// - Throws: As ``slack()``.
  package func generic() throws -> String { try JSONText.line(event) }

  private struct SlackMessage: Encodable {
    let text: String
  }

  private struct TeamsMessage: Encodable {
    let type = "message"
    let attachments: [Attachment]

    struct Attachment: Encodable {
      let contentType = "application/vnd.microsoft.card.adaptive"
      let content: Card
    }

    struct Card: Encodable {
      let schema = "http://adaptivecards.io/schemas/adaptive-card.json"
      let type = "AdaptiveCard"
      let version = "1.4"
      let body: [Block]

      private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case type, version, body
      }
    }

    /// A line.
    ///
    /// A run of text is shown as it is, where a `TextBlock` would take a segment's name for Markdown, links among it.
    struct Block: Encodable {
      let type = "RichTextBlock"
      let inlines: [Run]
    }

    struct Run: Encodable {
      let type = "TextRun"
      let text: String
    }
  }

  private struct Event: Encodable {
    let version = 1
    let event: String
    let store: String
    var who: String?
    var checkedAt: String?
    var finishedAt: String?
    var canTell: Bool?
    var result: String?
    let summary: Summary
    let text: String
  }

  private enum Summary: Encodable {
    case drift(DriftSummary)
    case apply(ApplySummary)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .drift(let summary): try summary.encode(to: encoder)
      case .apply(let summary): try summary.encode(to: encoder)
      }
    }
  }
}

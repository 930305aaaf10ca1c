package import Planning

/// Drift as a message to a chat or another service: names and counts, never ids.
package enum DriftMessage {
  /// The most segments that a message names.
  private static let longestList = 20

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
    let event = "drift"
    let store: String
    let checkedAt: String
    let canTell: Bool
    let summary: DriftSummary
    let text: String
  }

  /// A message for Slack's incoming webhooks, and everything that takes those: `{"text": …}` (Slack docs, *Sending messages using incoming
  /// webhooks*).
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for text.
  package static func slack(_ report: DriftReport) throws -> String {
    // The three characters that Slack wants escaped; nothing can then be a link or a mention.
    let text = words(report).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    return try JSONText.line(SlackMessage(text: text))
  }

  /// An adaptive card, the only message that a workflow of Microsoft Teams takes (Microsoft Teams docs, *Create Incoming Webhooks*).
  ///
  /// - Throws: As ``slack(_:)``.
  package static func teams(_ report: DriftReport) throws -> String {
    let lines = words(report).split(separator: "\n").map { TeamsMessage.Block(inlines: [.init(text: String($0))]) }
    return try JSONText.line(TeamsMessage(attachments: [.init(content: .init(body: lines))]))
  }

  /// The counts, and the text of ``slack(_:)`` unescaped: `docs/schemas/notification.schema.json`.
  ///
  /// - Throws: As ``slack(_:)``.
  package static func generic(_ report: DriftReport) throws -> String {
    try JSONText.line(
      Event(
        store: report.header.store,
        checkedAt: report.header.checkedAt,
        canTell: report.canTell,
        summary: DriftSummary(report),
        text: words(report)
      )
    )
  }

  private static func words(_ report: DriftReport) -> String {
    var lines = ["segplan, store \(report.header.store): \(DriftText.summary(of: report))"]
    let drifted = report.drifted
    lines += drifted.prefix(longestList).map { segment in
      let name = VisibleText.quoted(String(segment.name.unicodeScalars.prefix(MarkdownText.longestName)))
      return "• \(name): \(DriftText.words(segment, canTell: report.canTell))"
    }
    if drifted.count > longestList { lines.append("… and \(Quantity.of(drifted.count - longestList, "more segment"))") }
    if let note = DriftText.note(report) { lines.append(note) }
    return lines.joined(separator: "\n")
  }
}

import SegmentModel
import TestSupport

/// Makes up manifests as untidy as people leave them: keys and members in any order, comments everywhere, any indentation.
struct RandomManifest {
  private var random: SeededRandom
  private var comments = 0

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func text() -> String {
    let listIndent = Int.random(in: 0...4, using: &random)
    var parts = [["version: 1\(trailing())"], ["defaults:\(trailing())", "  mode: additive\(trailing())"]]
    var segments = ["segments:\(trailing())"]
    for number in 1...Int.random(in: 1...3, using: &random) {
      segments += remarks(indent: listIndent) + segment(number, indent: listIndent)
    }
    parts.append(segments)
    parts.shuffle(using: &random)
    let lines = parts.flatMap { remarks(indent: 0) + $0 } + remarks(indent: 0)
    return lines.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
  }

  private mutating func segment(_ number: Int, indent: Int) -> [String] {
    let gap = Int.random(in: 1...3, using: &random)
    let inner = indent + 1 + gap
    var entries = [["name: S\(number)\(trailing())"], members(indent: inner)]
    if Bool.random(using: &random) { entries.append(["id: \(identifier())\(trailing())"]) }
    if Bool.random(using: &random) {
      entries.append(["description: |\(trailing())", "    some text", "", "      deeper"])
    }
    entries.shuffle(using: &random)
    return block(entries, dash: indent, inner: inner)
  }

  /// Entries behind a dash, with comments between them.
  private mutating func block(_ entries: [[String]], dash: Int, inner: Int) -> [String] {
    var lines: [String] = []
    for (index, entry) in entries.enumerated() {
      if index > 0 { lines += remarks(indent: inner) }
      for (line, text) in entry.enumerated() {
        let isFirst = index == 0 && line == 0
        let margin = isFirst ? spaces(dash) + "-" + spaces(inner - dash - 1) : text.isEmpty ? "" : spaces(inner)
        lines.append(margin + text)
      }
    }
    return lines + remarks(indent: inner)
  }

  /// The lines of `members:`, from the key's column on.
  private mutating func members(indent: Int) -> [String] {
    var items: [[String]] = []
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      switch Int.random(in: 0...4, using: &random) {
      case 0: items.append(["- customer: \(Int.random(in: 1...3, using: &random))\(trailing())"])
      case 1: items.append(["- {email: x\(Int.random(in: 1...3, using: &random))@example.com}\(trailing())"])
      case 2:
        var entries = [["customer: \(Int.random(in: 1...2, using: &random))\(trailing())"], ["expires: 2026-12-31\(trailing())"]]
        entries.shuffle(using: &random)
        items.append(block(entries, dash: 0, inner: 2))
      default: items.append(["- \(identifier())\(trailing())"])
      }
    }
    let extra = Int.random(in: 0...3, using: &random)
    let lines = items.flatMap { item in remarks(indent: 0) + item } + (extra > 0 ? remarks(indent: 0) : [])
    return ["members:\(trailing())"] + lines.map { $0.isEmpty ? $0 : spaces(extra) + $0 }
  }

  /// One of a few ids, so that some are repeated, in any case and with or without quotes.
  private mutating func identifier() -> String {
    let text = UUIDBits(high: 0xABCD_EF01_2345_6789, low: UInt64.random(in: 1...4, using: &random)).text
    switch Int.random(in: 0...2, using: &random) {
    case 0: return text.uppercased()
    case 1: return "\"\(text)\""
    default: return text
    }
  }

  private mutating func remarks(indent: Int) -> [String] {
    (0..<max(0, Int.random(in: -2...3, using: &random))).map { _ in
      if Int.random(in: 0...2, using: &random) == 0 { return "" }
      return spaces(indent) + comment()
    }
  }

  private mutating func trailing() -> String {
    Int.random(in: 0...3, using: &random) == 0 ? spaces(Int.random(in: 1...3, using: &random)) + comment() : ""
  }

  private mutating func comment() -> String {
    comments += 1
    return "# c\(comments)"
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

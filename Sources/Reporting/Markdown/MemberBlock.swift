import Planning
import SegmentModel

/// A block to open with the members of a segment that are added and removed.
struct MemberBlock {
  /// The maximum length of a reason, in scalars: long names would take the room of other members.
  private static let maximumReason = 80
  /// More than `… and 1,000,000,000 more` has, with its sign and line break.
  private static let remainderLength = 40

  private let opening: String
  private let closing: String
  private let added: MemberNotes
  private let removed: MemberNotes
  private let moves: Moves
  /// An upper bound of the length of a member's line.
  private let longestLine: Int
  let isEmpty: Bool

  /// `summary` is Markdown on one line; `lines` are paragraphs between it and the members, each followed by a blank line.
  init(summary: String, lines: String = "", added: MemberNotes, removed: MemberNotes, moves: Moves = .none) {
    let hasMembers = added.count + removed.count > 0
    opening = "<details><summary>\(summary)</summary>\n\n\(lines)\(hasMembers ? "```diff\n" : "")"
    closing = "\(hasMembers ? "```\n\n" : "")</details>\n"
    (self.added, self.removed, self.moves) = (added, removed, moves)
    longestLine = max(Self.longestLine(added, moves), Self.longestLine(removed, moves))
    isEmpty = !hasMembers && lines.isEmpty
  }

  /// What a plan does to a segment.
  init(_ segment: SegmentPlan, _ moves: Moves, at time: Timestamp) {
    var counts: [String] = []
    if segment.additionCount > 0 { counts.append("\(Quantity.of(segment.additionCount, "member")) to add") }
    if !segment.remove.isEmpty { counts.append("\(Quantity.number(segment.remove.count)) to remove") }
    if case .create = segment.change { counts.append("to be created") }
    counts += segment.changedFields.map { "new \($0)" }
    var lines: [String] = []
    if case .update(_, let update) = segment.change {
      func shown(_ text: String) -> String { text.isEmpty ? "(empty)" : MarkdownText.code(text) }
      lines += [("Name", update.name), ("Description", update.description)].compactMap { what, change in
        change.map { "\(what): \(shown($0.from)) → \(shown($0.to))" }
      }
    }
    if !segment.newProfiles.isEmpty {
      lines.append("\(Quantity.of(segment.newProfiles.count, "member")) whose shopper profile is created first.")
    }
    lines += segment.promotionLines(at: time).map { MarkdownText.escaped($0, atMost: 400) }
    self.init(
      summary: "\(MarkdownText.code(segment.name.text)): \(counts.joined(separator: ", "))",
      lines: lines.map { $0 + "\n\n" }.joined(),
      added: segment.additionNotes,
      removed: segment.removalNotes,
      moves: moves
    )
  }

  var longestList: Int { max(added.count, removed.count) }

  /// An upper bound of the block's length, with at most `cap` members of a kind.
  func longest(cap: Int) -> Int {
    let members = min(cap, added.count) + min(cap, removed.count)
    return opening.utf8.count + closing.utf8.count + members * longestLine + 2 * Self.remainderLength
  }

  func cutMembers(cap: Int) -> Int { max(0, added.count - cap) + max(0, removed.count - cap) }

  func text(cap: Int) -> String {
    opening + lines(added, "+", cap: cap) { MemberWords.reason($0, movingFrom: $1.flatMap(moves.source)) }
      + lines(removed, "-", cap: cap) { MemberWords.reason($0, movingTo: $1.flatMap(moves.destination)) } + closing
  }

  private func lines(_ notes: MemberNotes, _ sign: String, cap: Int, _ reason: MemberReason) -> String {
    var text = ""
    for index in notes.indices(first: cap) {
      let (note, profile) = (notes[index], notes.profile(at: index))
      let id = note.customer == nil ? "" : profile.map { "  \($0)" } ?? ""
      text += "\(sign) \(MemberWords.who(note, profile))  \(Self.shortened(reason(note, profile)))\(id)\n"
    }
    if notes.count > cap { text += "\(sign) … and \(Quantity.number(notes.count - cap)) more\n" }
    return text
  }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count > maximumReason ? String(text.unicodeScalars.prefix(maximumReason - 1)) + "…" : text
  }

  private static func longestLine(_ notes: MemberNotes, _ moves: Moves) -> Int {
    let reasons = notes.groups(of: 0..<notes.count).map { group -> Int in
      let place = group.file.map { DeclarationPlace(file: $0, line: Int(UInt32.max)) }
      return shortened(MemberWords.reason(MemberNote(place: place, cause: group.cause))).utf8.count
    }
    // The name of a move's other segment can fill the whole reason.
    let reason = moves.count > 0 ? maximumReason * 4 : reasons.max() ?? 0
    return 2 * UUIDBits.textLength + 12 + reason
  }
}

extension MarkdownPage {
  /// With fewer members of a kind than this per block, some blocks are left out instead.
  private static let minimumCap = 3

  /// Adds as much as fits: all blocks with all members, or with as many of each kind as there is room for, or only some
  /// blocks.
  ///
  /// The remainder is a sentence that says where to find what is not shown.
  mutating func append(_ blocks: [MemberBlock], remainder: String) {
    let blocks = blocks.filter { !$0.isEmpty }
    guard !blocks.isEmpty, append("\n") else { return }
    let cap = largestCap(for: blocks)
    let shown = blocks.prefix { append($0.text(cap: cap)) }.count
    let cutMembers = blocks.enumerated().reduce(0) { $0 + $1.element.cutMembers(cap: $1.offset < shown ? cap : 0) }
    guard shown < blocks.count || cutMembers > 0 else { return }
    let segments = shown < blocks.count ? "\(Quantity.of(blocks.count - shown, "more segment")) and " : ""
    append("\n… \(segments)\(Quantity.of(cutMembers, "member")) not shown here. \(remainder)\n", fromReserve: true)
  }

  /// How many members of a kind all blocks can show; the minimum if not even that fits.
  private func largestCap(for blocks: [MemberBlock]) -> Int {
    func fits(_ cap: Int) -> Bool { blocks.reduce(0) { $0 + $1.longest(cap: cap) } <= room }
    var low = Self.minimumCap
    var high = max(low, blocks.map(\.longestList).max() ?? low)
    while low < high {
      let middle = low + (high - low + 1) / 2
      if fits(middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

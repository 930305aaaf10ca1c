import Planning
import SegmentModel

/// What stands in a block to open: members that come and go.
struct MemberBlock {
  /// Markdown on one line.
  let summary: String
  /// Markdown between the summary and the members, paragraphs with a blank line behind each; may be empty.
  let lines: String
  let added: MemberNotes
  let removed: MemberNotes
  var moves = Moves.none
}

/// Members by name, each segment's in a block to open.
struct MemberBlocks {
  /// Fewer members of a kind than this are not worth a block: then blocks are cut instead.
  private static let fewestMembers = 3
  /// Longer than `… and 1,000,000,000 more` with its sign and line break.
  fileprivate static let remainderLength = 40

  let blocks: [MemberBlock]
  /// Where to find what is not shown: a sentence.
  let remainder: String

  /// Adds as much as fits: all blocks with all their members; or with as many of each kind as there is room for; or some of the blocks.
  func append(to page: inout MarkdownPage, reserving reserve: Int) {
    let frames = blocks.compactMap(Frame.init)
    guard !frames.isEmpty, page.append("\n", reserving: reserve) else { return }
    let cap = Self.largestCap(for: frames, room: page.room(reserving: reserve)) ?? Self.fewestMembers
    var shown = 0
    var cutMembers = 0
    for frame in frames {
      guard page.append(frame.text(cap: cap), reserving: reserve) else { break }
      shown += 1
      cutMembers += frame.cutMembers(cap: cap)
    }
    for frame in frames[shown...] { cutMembers += frame.cutMembers(cap: 0) }
    guard shown < frames.count || cutMembers > 0 else { return }
    let segments = shown < frames.count ? "\(Quantity.of(frames.count - shown, "more segment")) and " : ""
    page.append("\n… \(segments)\(Quantity.of(cutMembers, "member")) not shown here. \(remainder)\n")
  }

  /// The most members of a kind that all blocks can show; `nil` when not even a few fit.
  private static func largestCap(for frames: [Frame], room: Int) -> Int? {
    func fits(_ cap: Int) -> Bool { frames.reduce(0) { $0 + $1.longest(cap: cap) } <= room }
    guard fits(fewestMembers) else { return nil }
    var low = fewestMembers
    var high = max(low, frames.map(\.longestList).max() ?? low)
    // As many rounds as the longest list has bits, each over the segments alone.
    while low < high {
      let middle = low + (high - low + 1) / 2
      if fits(middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

/// A block without its members, and how long it gets with them.
private struct Frame {
  let block: MemberBlock
  let opening: String
  let closing: String
  private let longestLine: Int

  /// `nil` when there is nothing to open.
  init?(_ block: MemberBlock) {
    let hasMembers = block.added.count + block.removed.count > 0
    guard hasMembers || !block.lines.isEmpty else { return nil }
    self.block = block
    opening = "<details><summary>\(block.summary)</summary>\n\n\(block.lines)\(hasMembers ? "```diff\n" : "")"
    closing = "\(hasMembers ? "```\n\n" : "")</details>\n"
    longestLine = max(Self.longestLine(block.added, block.moves), Self.longestLine(block.removed, block.moves))
  }

  var longestList: Int { max(block.added.count, block.removed.count) }

  /// An upper bound of the block's length.
  func longest(cap: Int) -> Int {
    let members = min(cap, block.added.count) + min(cap, block.removed.count)
    return opening.utf8.count + closing.utf8.count + members * longestLine + 2 * MemberBlocks.remainderLength
  }

  func cutMembers(cap: Int) -> Int { max(0, block.added.count - cap) + max(0, block.removed.count - cap) }

  func text(cap: Int) -> String {
    opening + lines(block.added, "+", cap: cap) { MemberWords.reason($0, movingFrom: $1.flatMap(block.moves.source)) }
      + lines(block.removed, "-", cap: cap) { MemberWords.reason($0, movingTo: $1.flatMap(block.moves.destination)) } + closing
  }

  private func lines(
    _ notes: MemberNotes,
    _ sign: String,
    cap: Int,
    reason: (MemberNote, ShopperProfileID?) -> String
  ) -> String {
    var text = ""
    for index in notes.indices(first: cap) {
      let (note, profile) = (notes[index], index < notes.profiles.count ? notes.profiles[index] : nil)
      let id = note.customer == nil ? "" : profile.map { "  \($0)" } ?? ""
      text += "\(sign) \(MemberWords.who(note, profile))  \(Self.shortened(reason(note, profile)))\(id)\n"
    }
    if notes.count > cap { text += "\(sign) … and \(Quantity.number(notes.count - cap)) more\n" }
    return text
  }

  /// Long names leave room for other members.
  private static let maximumReason = 80
  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count > maximumReason ? String(text.unicodeScalars.prefix(maximumReason - 1)) + "…" : text
  }

  /// An upper bound of a member's line: id, customer, place and cause.
  private static func longestLine(_ notes: MemberNotes, _ moves: Moves) -> Int {
    let reasons = notes.groups(of: 0..<notes.count).map { group -> Int in
      let place = group.file.map { DeclarationPlace(file: $0, line: Int(UInt32.max)) }
      return shortened(MemberWords.reason(MemberNote(place: place, cause: group.cause))).utf8.count
    }
    // A move is at most as long as a reason can be.
    let reason = moves.count > 0 ? Self.maximumReason * 4 : reasons.max() ?? 0
    return 2 * UUIDBits.textLength + 12 + reason
  }
}

extension MemberBlock {
  /// What a plan does to a segment.
  init(_ segment: SegmentPlan, _ moves: Moves, at time: Timestamp) {
    var counts: [String] = []
    if segment.additionCount > 0 { counts.append("\(Quantity.of(segment.additionCount, "member")) to add") }
    if !segment.remove.isEmpty { counts.append("\(Quantity.number(segment.remove.count)) to remove") }
    if case .create = segment.change { counts.append("to be created") }
    counts += MarkdownSegment.changedFields(segment).map { "new \($0)" }
    self.init(
      summary: "\(MarkdownText.code(segment.name.text)): \(counts.joined(separator: ", "))",
      lines: Self.changes(segment) + Self.newProfiles(segment) + Self.promotions(segment, at: time),
      added: segment.additionNotes,
      removed: segment.removalNotes,
      moves: moves
    )
  }

  /// A changed name or description, each on a line of its own.
  private static func changes(_ segment: SegmentPlan) -> String {
    guard case .update(_, let update) = segment.change else { return "" }
    func line(_ what: String, _ change: SegmentUpdate.Change?) -> String {
      change.map { "\(what): \(shown($0.from)) → \(shown($0.to))\n\n" } ?? ""
    }
    return line("Name", update.name) + line("Description", update.description)
  }

  private static func shown(_ text: String) -> String { text.isEmpty ? "(empty)" : MarkdownText.code(text) }

  private static func promotions(_ segment: SegmentPlan, at time: Timestamp) -> String {
    PlanReport.promotions(segment, at: time).map { MarkdownText.escaped($0, atMost: 400) + "\n\n" }.joined()
  }

  private static func newProfiles(_ segment: SegmentPlan) -> String {
    segment.newProfiles.isEmpty
      ? "" : "\(Quantity.of(segment.newProfiles.count, "member")) whose shopper profile is created first.\n\n"
  }
}

import Planning
import SegmentModel

/// The changes of each segment by name, in a block to open.
struct MarkdownBlocks {
  /// Fewer members of a kind than this are not worth a block: then blocks are cut instead.
  private static let fewestMembers = 3
  /// `+ `, an id, a line break.
  private static let memberLength = 39
  /// Longer than `… and 1,000,000,000 more` with its sign and line break.
  private static let remainderLength = 40

  let segments: [SegmentPlan]

  /// Adds as much as fits: all blocks with all their members; or with as many of each kind as there is room for; or some of the blocks.
  func append(to page: inout MarkdownPage, reserving reserve: Int) {
    let frames = segments.compactMap(Frame.init)
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
    let blocks = shown < frames.count ? "\(Quantity.of(frames.count - shown, "more segment")) and " : ""
    page.append("\n… \(blocks)\(Quantity.of(cutMembers, "member")) not shown here. The plan itself lists them all.\n")
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

  /// A block without its members, and how long it gets with them.
  private struct Frame {
    let segment: SegmentPlan
    let opening: String
    let closing: String

    /// `nil` when the table says it all.
    init?(_ segment: SegmentPlan) {
      let fields = MarkdownSegment.changedFields(segment)
      let hasMembers = !(segment.add.isEmpty && segment.remove.isEmpty)
      guard hasMembers || !fields.isEmpty else { return nil }
      self.segment = segment
      var counts: [String] = []
      if !segment.add.isEmpty { counts.append("\(Quantity.of(segment.add.count, "member")) to add") }
      if !segment.remove.isEmpty { counts.append("\(Quantity.number(segment.remove.count)) to remove") }
      if case .create = segment.change { counts.append("to be created") }
      counts += fields.map { "new \($0)" }
      let summary = "\(MarkdownText.code(segment.name.text)): \(counts.joined(separator: ", "))"
      opening = "<details><summary>\(summary)</summary>\n\n\(Self.changes(segment))\(hasMembers ? "```diff\n" : "")"
      closing = "\(hasMembers ? "```\n\n" : "")</details>\n"
    }

    var longestList: Int { max(segment.add.count, segment.remove.count) }

    /// An upper bound of the block's length.
    func longest(cap: Int) -> Int {
      let members = min(cap, segment.add.count) + min(cap, segment.remove.count)
      return opening.utf8.count + closing.utf8.count + members * MarkdownBlocks.memberLength + 2 * MarkdownBlocks.remainderLength
    }

    func cutMembers(cap: Int) -> Int { max(0, segment.add.count - cap) + max(0, segment.remove.count - cap) }

    func text(cap: Int) -> String {
      opening + Self.lines(segment.add, "+", cap: cap) + Self.lines(segment.remove, "-", cap: cap) + closing
    }

    private static func lines(_ members: MemberSet, _ sign: String, cap: Int) -> String {
      var text = ""
      for member in members.prefix(cap) { text += "\(sign) \(member)\n" }
      if members.count > cap { text += "\(sign) … and \(Quantity.number(members.count - cap)) more\n" }
      return text
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
  }
}

import Planning
import SegmentModel

/// Why a member is added or removed, in words.
typealias MemberReason = (MemberNote, ShopperProfileID?) -> String

/// Members as lines of text: who it is, why it is there, and the profile id at the right edge.
struct MemberLines {
  /// How many members of a kind are shown, without `--all-members`.
  private static let standardMaximum = 20
  /// The column of a member's sign.
  private static let indentation = 10
  /// The maximum length of a line, however wide the terminal.
  private static let maximumWidth = 120
  /// Narrower terminals have no room for ids beside customer numbers.
  private static let widthForIDs = 90

  let style: TextStyle
  /// How many members of a kind are shown per segment; `nil` for all.
  private let maximum: Int?

  init(_ style: TextStyle, showsAllMembers: Bool) {
    self.style = style
    maximum = showsAllMembers ? nil : Self.standardMaximum
  }

  /// The column of ids, and of the segment's size in its first line.
  static func rightColumn(_ style: TextStyle) -> Int { min(style.width, maximumWidth) - UUIDBits.textLength }

  /// One line per member, without line breaks; the last line counts the members that are not shown, by cause.
  ///
  /// The sign comes before each member and may be decorated; the reason comes after it and is plain text.
  func lines(_ notes: MemberNotes, sign: String, reason: MemberReason = { note, _ in MemberWords.reason(note) }) -> [String] {
    // A line for one more member is not longer than a line that counts it.
    let shown = notes.indices(first: maximum.map { notes.count <= $0 + 1 ? notes.count : $0 })
    let rows = shown.map { (note: notes[$0], profile: notes.profile(at: $0), reason: reason(notes[$0], notes.profile(at: $0))) }
    var lines = layOut(rows).map { String(repeating: " ", count: Self.indentation) + "\(sign) \($0)" }
    if shown.count < notes.count {
      let isShown = Set(shown)
      let rest = MemberWords.groups(notes, of: (0..<notes.count).lazy.filter { !isShown.contains($0) })
      lines.append(
        String(repeating: " ", count: Self.indentation + 2)
          + "… \(Quantity.number(notes.count - shown.count)) more: \(rest) (--all-members shows them)"
      )
    }
    return lines
  }

  private typealias Row = (note: MemberNote, profile: ShopperProfileID?, reason: String)

  private func layOut(_ rows: [Row]) -> [String] {
    let hasCustomers = rows.contains { $0.note.customer != nil }
    let showsIDs = hasCustomers && style.width >= Self.widthForIDs
    func who(_ row: Row) -> String {
      row.note.customer == nil && showsIDs ? "profile" : MemberWords.who(row.note, row.profile)
    }
    let whoWidth = rows.map { who($0).count }.max() ?? 0
    let start = Self.indentation + 2 + whoWidth + 3
    let end = showsIDs ? Self.rightColumn(style) - 2 : max(style.width, start + 20)
    return rows.map { row in
      let reason = Self.shortened(row.reason, to: max(end - start, 8))
      let text = Self.padded(who(row), to: whoWidth) + "   "
      guard showsIDs, let profile = row.profile else { return text + reason }
      return text + Self.padded(reason, to: end - start) + "  " + style.faint("\(profile)")
    }
  }

  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A text that fits: the cause without the place, or else a cut text; a place alone keeps its end, which has file and
  /// line.
  private static func shortened(_ text: String, to width: Int) -> String {
    if text.count <= width { return text }
    if let comma = text.lastIndex(of: ","), text[..<comma].count <= width { return String(text[..<comma]) }
    return text.contains(" ") ? "\(text.prefix(width - 1))…" : "…\(text.suffix(width - 1))"
  }
}

extension MemberNotes {
  /// The profile of the member at this index; `nil` for a customer whose profile does not exist yet.
  func profile(at index: Int) -> ShopperProfileID? { index < profiles.count ? profiles[index] : nil }
}

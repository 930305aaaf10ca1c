import Planning
import SegmentModel

/// Members as lines of a text: who, from where and why, and the profile's id at the right edge.
struct MemberLines {
  /// How many members of a kind are shown when not all are asked for.
  static let standardMaximum = 20
  /// Where a member's sign stands.
  private static let indentation = 10
  /// Lines do not get longer than this, however wide the terminal.
  private static let maximumWidth = 120
  /// In fewer columns there is no room for ids beside customer numbers.
  private static let widthForIDs = 90

  let style: TextStyle
  /// The most members to show of a kind in a segment; `nil` for all.
  let maximum: Int?

  init(_ style: TextStyle, showsAllMembers: Bool) {
    self.style = style
    maximum = showsAllMembers ? nil : Self.standardMaximum
  }

  /// The column of ids, and of the number of members in a segment's first line.
  static func rightColumn(_ style: TextStyle) -> Int { min(style.width, maximumWidth) - UUIDBits.textLength }

  /// A line a member; one last line that counts the others by cause.
  ///
  /// - Parameters:
  ///   - notes: The members.
  ///   - sign: What stands before each, decorated.
  ///   - reason: What stands behind a member, in plain text.
  /// - Returns: The lines, without line breaks.
  func lines(
    _ notes: MemberNotes,
    sign: String,
    reason: (MemberNote, ShopperProfileID?) -> String = { note, _ in MemberWords.reason(note) }
  ) -> [String] {
    // One more is shown rather than a line that says so.
    let shown = notes.indices(first: maximum.map { notes.count <= $0 + 1 ? notes.count : $0 })
    let rows = shown.map { index -> Row in
      let profile = index < notes.profiles.count ? notes.profiles[index] : nil
      return Row(note: notes[index], profile: profile, reason: reason(notes[index], profile))
    }
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

  private struct Row {
    let note: MemberNote
    let profile: ShopperProfileID?
    let reason: String
  }

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

  /// A text that fits: without the place behind the cause, or else cut; a place alone keeps its end, the file and the line.
  private static func shortened(_ text: String, to width: Int) -> String {
    if text.count <= width { return text }
    if let comma = text.lastIndex(of: ","), text[..<comma].count <= width { return String(text[..<comma]) }
    return text.contains(" ") ? "\(text.prefix(width - 1))…" : "…\(text.suffix(width - 1))"
  }
}

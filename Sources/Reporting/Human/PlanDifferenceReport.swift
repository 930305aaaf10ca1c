package import Planning
import SegmentModel

/// How two plans differ, as a person reads it.
package struct PlanDifferenceReport: Sendable {
  let style: TextStyle
  private let lines: MemberLines

  package init(style: TextStyle, showsAllMembers: Bool = false) {
    self.style = style
    lines = MemberLines(style, showsAllMembers: showsAllMembers)
  }

  /// The whole comparison, with a line break at its end.
  package func text(_ difference: PlanDifference) -> String {
    var lines: [String] = []
    if difference.isOtherStore { lines += [style.warning("The plans are for different stores."), ""] }
    for segment in difference.segments { lines += block(segment) + [""] }
    return (lines + [style.strong(Self.summary(of: difference))]).joined(separator: "\n") + "\n"
  }

  /// The line that a reader looks for first.
  package static func summary(of difference: PlanDifference) -> String {
    if difference.segments.isEmpty {
      if difference.isOtherStore { return "Both plans do the same, in different stores." }
      return "Both plans do the same.\(difference.isOtherConfiguration == true ? " The manifests differ." : "")"
    }
    let configuration =
      difference.isOtherConfiguration.map { $0 ? " The manifests differ too." : " The manifests are the same." } ?? ""
    return "\(Quantity.of(difference.segments.count, "segment")) planned differently.\(configuration)"
  }

  private func block(_ segment: PlanDifference.Segment) -> [String] {
    let name = VisibleText.quoted(segment.name.text)
    var lines: [String]
    switch (segment.oldActions, segment.newActions) {
    case (nil, let new?): lines = ["  \(style.added("+")) segment \(name) is only in the new plan: \(Self.words(new))"]
    case (let old?, nil): lines = ["  \(style.removed("-")) segment \(name) is only in the old plan: \(Self.words(old))"]
    case (let old?, let new?):
      lines = [
        "  \(style.changed("~")) segment \(name): \(old == new ? Self.words(new) : "\(Self.words(old)) -> \(Self.words(new))")"
      ]
    case (nil, nil): lines = []
    }
    if segment.isMadeFromOtherMembers, let old = segment.oldLiveCount, let new = segment.newLiveCount {
      let counts =
        old == new ? "\(Quantity.number(new)), but not the same ones" : "\(Quantity.number(old)) -> \(Quantity.number(new))"
      lines.append("      live members when planned: \(counts)")
    }
    lines += (segment.oldChange?.lines ?? []).map { "      \(style.removed("-")) \($0)" }
    lines += (segment.newChange?.lines ?? []).map { "      \(style.added("+")) \($0)" }
    lines += members(segment.newAdditions, style.added("+"), "more to add")
    lines += members(segment.droppedAdditions, style.removed("-"), "no longer to add")
    lines += members(segment.newRemovals, style.added("+"), "more to remove")
    lines += members(segment.droppedRemovals, style.removed("-"), "no longer to remove")
    return lines
  }

  private static func words(_ actions: [PlannedAction]) -> String { actions.map(\.rawValue).joined(separator: ", ") }

  private func members(_ notes: MemberNotes, _ sign: String, _ what: String) -> [String] {
    if notes.count == 0 { return [] }
    let created = notes.newProfiles.count
    let profiles = created == 0 ? "" : ", \(Quantity.number(created)) of them with a new shopper profile"
    return ["      \(sign) \(Quantity.of(notes.count, "member")) \(what)\(profiles)"] + lines.lines(notes, sign: sign)
  }
}

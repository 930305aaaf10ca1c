package import Planning
import SegmentModel

/// A plan as a person reads it.
package struct PlanReport: Sendable {
  /// How many promotions of a segment are named; the others are counted.
  private static let maximumPromotions = 5

  let style: TextStyle
  private let members: MemberLines

  package init(style: TextStyle, showsAllMembers: Bool = false) {
    self.style = style
    members = MemberLines(style, showsAllMembers: showsAllMembers)
  }

  /// The whole plan, with a line break at its end.
  ///
  /// Linear in what is shown.
  package func text(_ plan: Plan) -> String {
    var lines = [style.faint(Self.source(of: plan))]
    if let partial = Self.partial(plan) { lines.append(style.warning(partial)) }
    lines += [""] + driftSection(plan)
    let moves = Moves(plan)
    let time = Timestamp(plan.header.createdAt) ?? Timestamp(seconds: 0)
    let changing = plan.segments.filter(\.hasChanges)
    if !changing.isEmpty {
      lines.append(
        "Actions: \(style.added("+")) create or add, \(style.changed("~")) update, \(style.removed("-")) delete or remove"
      )
      lines.append("")
      for segment in changing {
        lines += block(segment, moves, time)
        lines.append("")
      }
    }
    lines.append(style.strong(Self.summary(of: plan)))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The store that a plan is for, and the state that it was made with.
  package static func source(of plan: Plan) -> String {
    let serial = plan.header.state.map { "serial \($0.serial)" } ?? "none yet"
    let state = plan.header.statePlace.map { "state \(VisibleText.of($0)) (\(serial))" } ?? "state: \(serial)"
    return "Store \(VisibleText.of(plan.header.store)), \(state)"
  }

  /// Says that a plan is limited to some segments; `nil` for a plan of all.
  package static func partial(_ plan: Plan) -> String? {
    if plan.header.targets.isEmpty { return nil }
    let names = plan.header.targets.prefix(5).map(VisibleText.quoted).joined(separator: ", ")
    let more = plan.header.targets.count > 5 ? " and \(plan.header.targets.count - 5) more" : ""
    return "Partial plan: --target limits it to \(names)\(more). Other declared segments may need changes too."
  }

  /// The line that a reader looks for first.
  package static func summary(of plan: Plan) -> String {
    let counts = plan.summary
    let unmanaged = "\(Quantity.of(counts.segmentsUnmanaged, "segment")) unmanaged."
    guard plan.hasChanges else {
      let words =
        switch counts.segmentsUnchanged {
        case 0: "No segments are declared."
        case 1: "The declared segment is as declared."
        default: "All \(Quantity.number(counts.segmentsUnchanged)) declared segments are as declared."
        }
      return "No changes. \(words) \(unmanaged)"
    }
    var segments = [
      "\(Quantity.of(counts.segmentsToCreate, "segment")) to create", "\(Quantity.number(counts.segmentsToUpdate)) to update",
    ]
    if counts.segmentsToDelete > 0 { segments.append("\(Quantity.number(counts.segmentsToDelete)) to delete") }
    var members = "\(Quantity.of(counts.membersToAdd, "member")) to add, \(Quantity.number(counts.membersToRemove)) to remove"
    if plan.membersOfDeletedSegments > 0 {
      let segments = counts.segmentsToDelete == 1 ? "a deleted segment" : "deleted segments"
      members += " (\(Quantity.number(plan.membersOfDeletedSegments)) with \(segments))"
    }
    let moves = Moves(plan).count
    if moves > 0 { members += "; \(Quantity.number(moves)) of them \(moves == 1 ? "moves" : "move") between segments" }
    let profiles =
      counts.profilesToCreate > 0 ? "; \(Quantity.of(counts.profilesToCreate, "shopper profile")) to create first" : ""
    return "Plan: \(segments.joined(separator: ", ")); \(members)\(profiles). \(unmanaged)"
  }

  /// Where a plan comes from, in a line.
  package static func origin(of plan: Plan) -> String {
    let header = plan.header
    let state = header.state.map { "state serial \($0.serial) of lineage \($0.lineage)" } ?? "no state"
    let place = header.statePlace.map { " at \($0)" } ?? ""
    let end = header.validUntil.map { ", valid until \($0)," } ?? ""
    return VisibleText.of(
      "Plan of \(header.createdAt)\(end) for the store \(header.store), made by segplan \(header.toolVersion) with \(state)\(place)."
    )
  }

  private func block(_ segment: SegmentPlan, _ moves: Moves, _ time: Timestamp) -> [String] {
    var lines: [String]
    switch segment.change {
    case .create:
      lines = [heading(style.added("+"), segment, "created")]
    case .delete:
      return [
        heading(style.removed("-"), segment, "deleted"),
        "      \(Quantity.of(segment.live.count, "membership")) will go with it; the shopper profiles stay",
      ] + Self.promotions(segment, at: time).map { "      \($0)" }
    case .update, .keep, .stayAbsent:
      lines = [heading(style.changed("~"), segment, "updated")]
    }
    lines += Self.changes(of: segment).map { "      \($0)" }
    lines += Self.promotions(segment, at: time).map { "      \($0)" }
    if segment.mode == .additive { lines.append("      additive: members that others add stay") }
    lines += additions(segment, moves) + removals(segment, moves)
    if !segment.kept.isEmpty {
      lines.append("      = \(Quantity.of(segment.kept.count, "member")) kept, whose customer the store no longer finds")
    }
    return lines
  }

  /// The promotions that use a segment: `targeted by 2 active promotions: "VIP 20 % off" (automatic), "Early access" (coupon)`.
  static func promotions(_ segment: SegmentPlan, at time: Timestamp) -> [String] {
    func line(_ verb: String, _ kind: String, _ uses: [PromotionUse]) -> String? {
      if uses.isEmpty { return nil }
      let names = uses.prefix(maximumPromotions).map { use in
        let start = use.isLater(than: time) ? use.starts.map { ", from \($0.day)" } ?? "" : ""
        return "\(VisibleText.quoted(use.name)) (\(use.needsCoupon ? "coupon" : "automatic")\(start))"
      }
      let more = uses.count > maximumPromotions ? " and \(Quantity.number(uses.count - maximumPromotions)) more" : ""
      return "\(verb) by \(Quantity.of(uses.count, "\(kind) promotion")): \(names.joined(separator: ", "))\(more)"
    }
    let targets = segment.notes.promotions.filter { !$0.isExclusion }
    let excluding = segment.notes.promotions.filter(\.isExclusion)
    return [
      line("targeted", "active", targets.filter { !$0.isLater(than: time) }),
      line("targeted", "coming", targets.filter { $0.isLater(than: time) }),
      line("excluded", "active", excluding.filter { !$0.isLater(than: time) }),
      line("excluded", "coming", excluding.filter { $0.isLater(than: time) }),
    ].compactMap(\.self)
  }

  /// The first line of a segment, with its size where the ids of members stand below.
  private func heading(_ sign: String, _ segment: SegmentPlan, _ what: String) -> String {
    let name = VisibleText.quoted(segment.name.text)
    let size = Self.size(segment)
    let start = min(MemberLines.rightColumn(style), style.width - size.count)
    let text = MemberLines.padded("segment \(name) will be \(what)", to: start - 6)
    return "  \(sign) \(text)  \(style.strong(size))"
  }

  /// `12 → 15 members (+25 %)`.
  static func size(_ segment: SegmentPlan) -> String {
    let (live, after) = (segment.live.count, segment.resultingCount)
    if live == after { return Quantity.of(live, "member") }
    return
      "\(Quantity.number(live)) → \(Quantity.of(after, "member"))\(Quantity.growth(from: live, to: after).map { " (\($0))" } ?? "")"
  }

  private func additions(_ segment: SegmentPlan, _ moves: Moves) -> [String] {
    guard segment.additionCount > 0 else { return [] }
    let sign = style.added("+")
    let created = segment.newProfiles.count
    let note = created == 0 ? "" : ", \(Quantity.number(created)) of them with a new shopper profile"
    return ["      \(sign) \(Quantity.of(segment.additionCount, "member")) to add\(note)"]
      + members.lines(segment.additionNotes, sign: sign) { MemberWords.reason($0, movingFrom: $1.flatMap(moves.source)) }
  }

  private func removals(_ segment: SegmentPlan, _ moves: Moves) -> [String] {
    guard !segment.remove.isEmpty else { return [] }
    let sign = style.removed("-")
    return ["      \(sign) \(Quantity.of(segment.remove.count, "member")) to remove"]
      + members.lines(segment.removalNotes, sign: sign) {
        MemberWords.reason($0, movingTo: $1.flatMap(moves.destination))
      }
  }

  /// What changes in the segment itself: `name: "VIP" → "Gold"`.
  static func changes(of segment: SegmentPlan) -> [String] { changes(segment.change) }

  static func changes(_ change: SegmentChange) -> [String] {
    switch change {
    case .create(let description): description.isEmpty ? [] : ["description: \(VisibleText.quoted(description))"]
    case .update(_, let update):
      [("name", update.name), ("description", update.description)].compactMap { what, change in
        change.map { "\(what): \(VisibleText.quoted($0.from)) → \(VisibleText.quoted($0.to))" }
      }
    case .keep, .delete, .stayAbsent: []
    }
  }

  private func driftSection(_ plan: Plan) -> [String] {
    let drifted = plan.segments.compactMap { segment in segment.drift.map { (segment, $0) } }
    guard !drifted.isEmpty else { return [] }
    var lines = ["The store has changed outside segapply since the last apply:", ""]
    lines += drifted.map { segment, drift in
      "  \(style.changed("!")) segment \(VisibleText.quoted(segment.name.text)): \(Self.words(drift, of: segment))"
    }
    return lines + [""]
  }

  /// What changed in a segment outside segapply.
  static func words(_ drift: SegmentDrift, of segment: SegmentPlan) -> String {
    switch drift {
    case .vanished:
      return segment.change.segmentID == nil ? "deleted" : "deleted, and created again with another id"
    case .changed(let added, let removed, let renamedFrom):
      var parts: [String] = []
      if added > 0 { parts.append("\(Quantity.of(added, "member")) added") }
      if removed > 0 { parts.append("\(Quantity.of(removed, "member")) removed") }
      if let renamedFrom { parts.append("renamed; it was \(VisibleText.quoted(renamedFrom))") }
      return parts.joined(separator: ", ")
    }
  }
}

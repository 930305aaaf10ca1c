import Diagnostics
package import Planning
package import SegmentModel

/// A plan as a person reads it.
package struct PlanReport: Sendable {
  let style: TextStyle
  private let members: MemberLines

  package init(style: TextStyle, showsAllMembers: Bool = false) {
    self.style = style
    members = MemberLines(style, showsAllMembers: showsAllMembers)
  }

  /// The whole plan, with a line break at its end.
  ///
  /// Linear in what is shown. `id` is the id of the plan before redaction; without it, that of `plan`.
  package func text(_ plan: Plan, id: PlanID? = nil) -> String {
    var lines = [style.faint(Self.source(of: plan))]
    if let partial = Self.partial(plan) { lines.append(style.warning(partial)) }
    lines += [""] + driftSection(plan)
    let moves = Moves(plan)
    let changing = plan.changedSegments
    if !changing.isEmpty {
      let signs = "\(style.added("+")) create or add, \(style.changed("~")) update, \(style.removed("-")) delete or remove"
      lines += ["Actions: \(signs)", ""]
      for segment in changing { lines += block(segment, moves, plan.creationTime) + [""] }
    }
    lines.append(style.strong(Self.summary(of: plan)))
    if plan.hasChanges { lines.append(style.faint("Plan id: \(id ?? plan.id)")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The store that a plan is for, and the state that it was made with.
  private static func source(of plan: Plan) -> String {
    let serial = plan.header.state.map { "serial \($0.serial)" } ?? "none yet"
    let state = plan.header.statePlace.map { "state \(VisibleText.of($0)) (\(serial))" } ?? "state: \(serial)"
    return "Store \(VisibleText.of(plan.header.store)), \(state)"
  }

  /// Says that a plan is limited to some segments; `nil` for a plan of all.
  static func partial(_ plan: Plan) -> String? {
    if plan.header.targets.isEmpty { return nil }
    let names = plan.header.targets.map(VisibleText.quoted).listed(first: 5)
    return "Partial plan: --target limits it to \(names). Other declared segments may need changes too."
  }

  /// The line that a reader looks for first.
  package static func summary(of plan: Plan) -> String {
    let counts = plan.summary
    let unmanaged = "\(Quantity.of(counts.segmentsUnmanaged, "segment")) unmanaged."
    guard plan.hasChanges else {
      let words =
        switch counts.segmentsUnchanged {
        case 0: "No segments are declared."
        case 1: "The declared segment matches the store."
        default: "All \(Quantity.number(counts.segmentsUnchanged)) declared segments match the store."
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

  /// Where a plan comes from, in one line, with its id if it is given.
  package static func origin(of plan: Plan, id: PlanID? = nil) -> String {
    let header = plan.header
    let state = header.state.map { "state serial \($0.serial) of lineage \($0.lineage)" } ?? "no state"
    let place = header.statePlace.map { " at \($0)" } ?? ""
    let end = header.validUntil.map { ", valid until \($0)," } ?? ""
    return VisibleText.of(
      "Plan \(id.map { "\($0) " } ?? "")of \(header.createdAt)\(end) for the store \(header.store), made by segplan \(header.toolVersion) with \(state)\(place)."
    )
  }

  private func block(_ segment: SegmentPlan, _ moves: Moves, _ time: Timestamp) -> [String] {
    var lines: [String]
    switch segment.change {
    case .create: lines = [heading(style.added("+"), segment, "created")]
    case .delete:
      let memberships = Quantity.of(segment.live.count, "membership")
      lines = [
        heading(style.removed("-"), segment, "deleted"),
        "      \(memberships) will be deleted with it; the shopper profiles stay",
      ]
      return lines + segment.promotionLines(at: time).map { "      \($0)" }
    case .update, .keep, .stayAbsent: lines = [heading(style.changed("~"), segment, "updated")]
    }
    lines += (segment.change.lines + segment.promotionLines(at: time)).map { "      \($0)" }
    if segment.mode == .additive { lines.append("      additive: members that others add stay") }
    lines += additions(segment, moves) + removals(segment, moves)
    if !segment.kept.isEmpty {
      lines.append("      = \(Quantity.of(segment.kept.count, "member")) kept, because the store no longer finds the customer")
    }
    return lines
  }

  /// The first line of a segment, with its size above the column of profile ids.
  private func heading(_ sign: String, _ segment: SegmentPlan, _ what: String) -> String {
    let name = VisibleText.quoted(segment.name.text)
    let size = segment.sizeWords
    let start = min(MemberLines.rightColumn(style), style.width - size.count)
    let text = MemberLines.padded("segment \(name) will be \(what)", to: start - 6)
    return "  \(sign) \(text)  \(style.strong(size))"
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
      + members.lines(segment.removalNotes, sign: sign) { MemberWords.reason($0, movingTo: $1.flatMap(moves.destination)) }
  }

  private func driftSection(_ plan: Plan) -> [String] {
    let lines = plan.segments.compactMap { segment in
      segment.driftWords.map { "  \(style.changed("!")) segment \(VisibleText.quoted(segment.name.text)): \($0)" }
    }
    return lines.isEmpty ? [] : ["The store has changed outside segapply since the last apply:", ""] + lines + [""]
  }
}

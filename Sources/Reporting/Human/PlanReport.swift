package import Planning
import SegmentModel

/// A plan as a person reads it.
package struct PlanReport: Sendable {
  /// How many members of a kind a segment shows when not all are asked for.
  package static let standardMemberCap = 20

  let style: TextStyle
  /// The most members to show of a kind in a segment; `nil` for all.
  let memberCap: Int?

  package init(style: TextStyle, showsAllMembers: Bool = false) {
    self.style = style
    memberCap = showsAllMembers ? nil : Self.standardMemberCap
  }

  /// The whole plan, with a line break at its end.
  ///
  /// Linear in what is shown.
  package func text(_ plan: Plan) -> String {
    var lines: [String] = []
    lines += driftSection(plan)
    let changing = plan.segments.filter(\.hasChanges)
    if !changing.isEmpty {
      lines.append(
        "Actions: \(style.added("+")) create or add, \(style.changed("~")) update, \(style.removed("-")) delete or remove"
      )
      lines.append("")
      for segment in changing {
        lines += block(segment)
        lines.append("")
      }
    }
    lines.append(style.strong(Self.summary(of: plan)))
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the plan's state is, in a line that goes beside the plan: the plan itself reads the same in every folder.
  package static func state(of plan: Plan) -> String? {
    let serial = plan.header.state.map { "serial \($0.serial)" } ?? "none yet"
    return plan.header.statePlace.map { "State: \(VisibleText.of($0)) (\(serial))" }
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
    let members = "\(Quantity.of(counts.membersToAdd, "member")) to add, \(Quantity.number(counts.membersToRemove)) to remove"
    let profiles =
      counts.profilesToCreate > 0 ? "; \(Quantity.of(counts.profilesToCreate, "shopper profile")) to create first" : ""
    return "Plan: \(segments.joined(separator: ", ")); \(members)\(profiles). \(unmanaged)"
  }

  /// Where a plan comes from, in a line.
  package static func origin(of plan: Plan) -> String {
    let header = plan.header
    let state = header.state.map { "state serial \($0.serial) of lineage \($0.lineage)" } ?? "no state"
    let place = header.statePlace.map { " at \($0)" } ?? ""
    return VisibleText.of(
      "Plan of \(header.createdAt) for the store \(header.store), made by segplan \(header.toolVersion) with \(state)\(place)."
    )
  }

  private func block(_ segment: SegmentPlan) -> [String] {
    let name = VisibleText.quoted(segment.name.text)
    let id = segment.change.segmentID.map { style.faint(" (\($0))") } ?? ""
    var lines: [String]
    switch segment.change {
    case .create(let description):
      lines = ["  \(style.added("+")) segment \(name) will be created"]
      if !description.isEmpty { lines.append("      description: \(VisibleText.quoted(description))") }
    case .delete:
      return [
        "  \(style.removed("-")) segment \(name)\(id) will be deleted",
        "      \(Quantity.of(segment.live.count, "membership")) will go with it; the shopper profiles stay",
      ]
    case .update(_, let update):
      lines = ["  \(style.changed("~")) segment \(name)\(id) will be updated"]
      if let name = update.name { lines.append(change("name", name)) }
      if let description = update.description { lines.append(change("description", description)) }
    case .keep, .stayAbsent:
      lines = ["  \(style.changed("~")) segment \(name)\(id) will be updated"]
    }
    lines.append(
      "      members: \(Quantity.number(segment.live.count)) -> \(Quantity.number(segment.resultingCount))\(modeNote(segment))"
    )
    lines += members(segment.add, sign: style.added("+"), verb: "add")
    lines += newProfiles(segment.newProfiles)
    lines += members(segment.remove, sign: style.removed("-"), verb: "remove")
    return lines
  }

  private func newProfiles(_ customers: [CustomerID]) -> [String] {
    guard !customers.isEmpty else { return [] }
    let sign = style.added("+")
    var lines = ["      \(sign) \(Quantity.of(customers.count, "member")) to add, whose shopper profile is created first"]
    let shown = min(customers.count, memberCap ?? customers.count)
    lines += customers.prefix(shown).map { "          \(sign) customer \($0)" }
    if shown < customers.count { lines.append("            … and \(Quantity.number(customers.count - shown)) more") }
    return lines
  }

  private func modeNote(_ segment: SegmentPlan) -> String {
    segment.mode == .additive ? " (additive: members of others stay)" : ""
  }

  private func change(_ what: String, _ change: SegmentUpdate.Change) -> String {
    "      \(what): \(VisibleText.quoted(change.from)) -> \(VisibleText.quoted(change.to))"
  }

  private func members(_ members: MemberSet, sign: String, verb: String) -> [String] {
    guard !members.isEmpty else { return [] }
    var lines = ["      \(sign) \(Quantity.of(members.count, "member")) to \(verb)"]
    let shown = min(members.count, memberCap ?? members.count)
    lines += members.prefix(shown).map { "          \(sign) \($0)" }
    if shown < members.count { lines.append("            … and \(Quantity.number(members.count - shown)) more") }
    return lines
  }

  private func driftSection(_ plan: Plan) -> [String] {
    let drifted = plan.segments.compactMap { segment in segment.drift.map { (segment, $0) } }
    guard !drifted.isEmpty else { return [] }
    var lines = ["Somebody else changed the store since the last apply:", ""]
    lines += drifted.map { segment, drift in
      "  \(style.changed("!")) segment \(VisibleText.quoted(segment.name.text)): \(Self.words(drift, of: segment))"
    }
    return lines + [""]
  }

  /// What somebody else did to a segment.
  static func words(_ drift: SegmentDrift, of segment: SegmentPlan) -> String {
    switch drift {
    case .vanished:
      return segment.change.segmentID == nil ? "deleted" : "deleted, and made anew under another id"
    case .changed(let added, let removed, let renamedFrom):
      var parts: [String] = []
      if added > 0 { parts.append("\(Quantity.of(added, "member")) added") }
      if removed > 0 { parts.append("\(Quantity.of(removed, "member")) removed") }
      if let renamedFrom { parts.append("renamed; it was \(VisibleText.quoted(renamedFrom))") }
      return parts.joined(separator: ", ")
    }
  }
}

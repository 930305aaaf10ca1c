package import Planning
package import SegmentModel

/// Why a member is in a plan, in the words that all reports share.
package enum MemberWords {
  /// Who it is: the customer number if it is known, the profile's id otherwise.
  package static func who(_ note: MemberNote, _ profile: ShopperProfileID?) -> String {
    note.customer.map { "customer \($0)" } ?? profile?.description ?? "unknown customer"
  }

  /// The cause and the place, in a few words: `promotions.yaml:14`, `expired 2026-11-26, staff.yaml:9`, `no longer declared`.
  package static func reason(_ note: MemberNote) -> String { reason(note, cause(note)) }

  /// The same for a member that leaves one segment of the plan for another: what it moves to or from, and the place.
  package static func reason(_ note: MemberNote, movingTo destination: SegmentName?) -> String {
    reason(note, cause(note, movingTo: destination))
  }

  package static func reason(_ note: MemberNote, movingFrom source: SegmentName?) -> String {
    reason(note, cause(note, movingFrom: source))
  }

  private static func reason(_ note: MemberNote, _ cause: String?) -> String {
    let parts = [cause, place(note)].compactMap(\.self)
    return parts.isEmpty ? "declared" : parts.joined(separator: ", ")
  }

  /// Where the member is declared; `nil` if nothing declares it.
  package static func place(_ note: MemberNote) -> String? { note.place.map { VisibleText.of($0.description) } }

  /// What members of one cause and file have in common, behind their number: `from lists/crm.csv`.
  static func group(_ cause: MemberCause, file: String?) -> String {
    words(cause) ?? file.map { "from \(VisibleText.of($0))" } ?? "declared"
  }

  /// The cause without the place, of a member that leaves `source` or joins `destination`; `nil` for one that the place alone tells.
  static func cause(_ note: MemberNote, movingFrom source: SegmentName? = nil, movingTo destination: SegmentName? = nil)
    -> String?
  {
    if let source { return "moves from \(VisibleText.quoted(source.text))" }
    return destination.map { "moves to \(VisibleText.quoted($0.text))" } ?? words(note.cause)
  }

  /// `nil` for a cause that the place alone tells.
  private static func words(_ cause: MemberCause) -> String? {
    switch cause {
    case .listed, .inListFile: nil
    case .included(let name): "from \(VisibleText.quoted(name.text))"
    case .live(let name): "from live segment \(VisibleText.quoted(name))"
    case .starts(let day): "starts \(day)"
    case .removedOutside: "removed outside segapply"
    case .expired(let day): "expired \(day)"
    case .excluded(let name): "excluded by \(VisibleText.quoted(name))"
    case .noLongerDeclared: "no longer declared"
    case .addedOutside: "added outside segapply"
    case .undeclared: "not declared"
    }
  }

  /// The members of these indices, counted by what they have in common, most first: `1,180 from lists/crm.csv, 20 from "Beta testers"`; `all
  /// from lists/crm.csv` if they have all in common.
  package static func groups(_ notes: MemberNotes, of indices: some Sequence<Int>, maximum: Int = 4) -> String {
    let groups = notes.groups(of: indices)
    if let only = groups.first, groups.count == 1 { return "all \(group(only.cause, file: only.file))" }
    var parts = groups.prefix(maximum).map { "\(Quantity.number($0.count)) \(group($0.cause, file: $0.file))" }
    let others = groups.dropFirst(maximum).reduce(0) { $0 + $1.count }
    if others > 0 { parts.append("\(Quantity.of(others, "other"))") }
    return parts.joined(separator: ", ")
  }
}

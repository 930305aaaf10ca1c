import Planning
import SegmentModel

/// Why a member is in a plan, in the words that all reports share.
enum MemberWords {
  /// Who it is: the customer number if it is known, otherwise the profile id.
  static func who(_ note: MemberNote, _ profile: ShopperProfileID?) -> String {
    note.customer.map { "customer \($0)" } ?? profile?.description ?? "unknown customer"
  }

  /// The cause and the place: `promotions.yaml:14`, `expired 2026-11-26, staff.yaml:9`, `no longer declared`.
  ///
  /// For a member that moves between two segments of the plan, the other segment is the cause.
  static func reason(
    _ note: MemberNote,
    movingFrom source: SegmentName? = nil,
    movingTo destination: SegmentName? = nil
  ) -> String {
    let parts = [cause(note, movingFrom: source, movingTo: destination), place(note)].compactMap(\.self)
    return parts.isEmpty ? "declared" : parts.joined(separator: ", ")
  }

  /// Where the member is declared; `nil` if nothing declares it.
  static func place(_ note: MemberNote) -> String? { note.place.map { VisibleText.of($0.description) } }

  /// What members of one cause and file have in common: `from lists/crm.csv`.
  static func group(_ cause: MemberCause, file: String?) -> String {
    words(cause) ?? file.map { "from \(VisibleText.of($0))" } ?? "declared"
  }

  /// The cause without the place; `nil` if the place says it all.
  static func cause(_ note: MemberNote, movingFrom source: SegmentName? = nil, movingTo destination: SegmentName? = nil)
    -> String?
  {
    if let source { return "moves from \(VisibleText.quoted(source.text))" }
    return destination.map { "moves to \(VisibleText.quoted($0.text))" } ?? words(note.cause)
  }

  private static func words(_ cause: MemberCause) -> String? {
    switch cause {
    case .listed, .inListFile: nil
    case .included(let name): "from \(VisibleText.quoted(name.text))"
    case .live(let name): "from live segment \(VisibleText.quoted(name))"
    case .starts(let day): "starts \(day)"
    case .removedOutside: "removed outside segapply"
    case .expired(let day): "expired \(day)"
    case .excluded(let name): name.map { "excluded by \(VisibleText.quoted($0))" } ?? "excluded"
    case .noLongerDeclared: "no longer declared"
    case .addedOutside: "added outside segapply"
    case .undeclared: "not declared"
    }
  }

  /// The members at these indices, counted by what they have in common, most first.
  ///
  /// `1,180 from lists/crm.csv, 20 from "Beta testers"`, or `all from lists/crm.csv` for a single group.
  static func groups(_ notes: MemberNotes, of indices: some Sequence<Int>, maximum: Int = 4) -> String {
    let groups = notes.groups(of: indices)
    if let only = groups.first, groups.count == 1 { return "all \(group(only.cause, file: only.file))" }
    var parts = groups.prefix(maximum).map { "\(Quantity.number($0.count)) \(group($0.cause, file: $0.file))" }
    let others = groups.dropFirst(maximum).reduce(0) { $0 + $1.count }
    if others > 0 { parts.append("\(Quantity.of(others, "other"))") }
    return parts.joined(separator: ", ")
  }
}

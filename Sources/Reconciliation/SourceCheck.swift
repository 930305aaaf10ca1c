import Diagnostics
import Manifests
import Planning
import SegmentModel

/// Compares the sources of members with those that the last apply recorded.
///
/// A source that returns nothing may have failed. It does not prove that the segment has no members.
struct SourceCheck {
  private static let maximumShown = 10

  private let byID: [SegmentID: RecordedSegment]
  private let byName: [String: RecordedSegment]
  private let liveCounts: [String: Int]

  init(_ recorded: [RecordedSegment]) {
    byID = recorded.keyed(by: \.id)
    byName = recorded.keyed(by: \.name)
    liveCounts = recorded.reduce(into: [:]) { counts, segment in
      counts.merge(segment.sources?.liveCounts ?? [:], uniquingKeysWith: max)
    }
  }

  func record(of segment: SegmentDeclaration) -> RecordedSegment? {
    segment.id.flatMap { byID[$0] } ?? byName[segment.name.text]
  }

  // MARK: customers

  /// The recorded members that no known line names and that an unknown customer may mean.
  ///
  /// The state records the number of every customer, and whether an email named them. It records no emails, since even a digest of one is
  /// personal data. So an unknown number keeps its own member, and an unknown email keeps every member that came by email and is not
  /// found now. If an unknown line fits none of these, it names its customer in a new way, and may mean any recorded member.
  ///
  /// `unknown` are customers whose declaration is in force, in the segment or a set that it includes. `named` are the members that known
  /// lines name, including expired lines.
  func kept(for unknown: Set<CustomerReference>, named: MemberSet, in segment: SegmentDeclaration) -> MemberSet {
    guard !unknown.isEmpty, let record = record(of: segment) else { return .empty }
    let unnamed = record.members.union(record.unconfirmed).subtracting(named)
    let lookedUp = record.sources?.lookedUp ?? []
    var numbers = Set(unknown.compactMap { if case .id(let customer) = $0 { customer } else { nil } })
    let emailCount = unknown.count - numbers.count
    let byNumber = lookedUp.filter { numbers.contains($0.customer) }
    let byEmail = emailCount == 0 ? [] : lookedUp.filter { $0.isByEmail && unnamed.contains($0.profile) }
    numbers.subtract(byNumber.map(\.customer))
    if !numbers.isEmpty || emailCount > byEmail.count { return unnamed }
    var kept = MemberSet((byNumber + byEmail).map(\.profile))
    // The state does not say how these were declared, so any of them may be meant.
    if record.sources?.isComplete != true { kept = kept.union(unnamed.subtracting(MemberSet(lookedUp.map(\.profile)))) }
    return kept.intersection(unnamed)
  }

  /// The warning about the members that a plan keeps in a segment.
  func keptMembers(_ kept: MemberSet, of segment: SegmentDeclaration, unknown: [SourceRange]) -> Diagnostic {
    let lookedUp = (record(of: segment)?.sources?.lookedUp ?? []).keyed(by: \.profile)
    let names = kept.map { member in lookedUp[member].map { "customer \($0.customer)" } ?? "shopper profile \(member)" }
    let lines = unknown.count == 1 ? "this line" : "\(unknown.count) lines, of which this is the first"
    return Diagnostic(
      .warning,
      code: "member-kept",
      summary:
        "segment \"\(segment.name)\" keeps \(kept.count == 1 ? "a member" : "\(kept.count) members") that no look-up finds any more: "
        + names.listed(first: Self.maximumShown),
      detail: unknown.isEmpty
        ? "A segment or set that this one includes keeps them: the store does not know every customer that its manifest names."
        : """
        The last apply added them. The store does not know the customer of \(lines), and that customer may be one of them. A failed look-up \
        removes nobody. Correct or delete the unknown customers. To remove the members anyway, set `on_unknown: remove`.
        """,
      range: unknown.first ?? segment.range
    )
  }

  /// The warning about a segment or set whose unknown customers `on_unknown: skip` leaves out; `nil` if that has no consequence.
  ///
  /// `lines` is not empty. The segments in `including` and `excluding` change, and use this one directly or through others.
  static func skippedCustomers(
    _ lines: [SourceRange],
    of group: MemberGroup,
    removed: Int,
    including: [SegmentName],
    excluding: [SegmentName]
  ) -> Diagnostic? {
    let (who, verb, theirs) = lines.count == 1 ? ("this customer", "is", "line") : ("these customers", "are", "lines")
    func names(_ segments: [SegmentName]) -> String { segments.map { "\"\($0)\"" }.listed(first: maximumShown) }
    var consequences: [String] = []
    if removed > 0 {
      consequences.append("The plan removes \(removed == 1 ? "a member" : "\(removed) members") from it, perhaps \(who).")
    }
    if !including.isEmpty { consequences.append("The plan changes \(names(including)), which includes it, without \(who).") }
    if !excluding.isEmpty {
      consequences.append("The exclusion is incomplete: \(who) \(verb) not excluded from \(names(excluding)).")
    }
    guard !consequences.isEmpty else { return nil }
    return Diagnostic(
      .warning,
      code: "customers-skipped",
      summary:
        "\(group.kind) \"\(group.name)\" leaves out \(lines.count == 1 ? "a customer" : "\(lines.count) customers") "
        + "that the store does not know",
      detail: (consequences + ["Correct or delete the unknown \(theirs) before you apply."]).joined(separator: " "),
      range: lines.first
    )
  }

  /// The error if the store knows none of several emails, or none of several numbers.
  static func nothingFound(_ asked: Set<CustomerReference>, in directory: CustomerDirectory, _ configuration: LoadedConfiguration)
    -> Diagnostic?
  {
    let groups = configuration.usedGroups(in: [.inForce, .expired]).filter { $0.unknownCustomers != .error }
    guard groups.flatMap(\.named).contains(where: { !$0.customers.isEmpty }) else { return nil }
    let emails = asked.filter { if case .email = $0 { true } else { false } }
    let numbers = asked.filter { if case .id = $0 { true } else { false } }
    for (references, kind) in [(emails, "email"), (numbers, "number")]
    where references.count > 1 && references.allSatisfy({ directory.resolve($0) == .unknown }) {
      return Diagnostic(
        .error,
        code: "no-customer-found",
        summary: "the store found none of the \(references.count) customers that the manifests name by \(kind)",
        detail: """
          If all are unknown, the look-up probably failed, or this is another store. Nothing was planned. Check BIGCOMMERCE_STORE_HASH \
          and the token's scopes, and run the command again. If the customers no longer exist, delete their lines.
          """,
        range: references.compactMap { configuration.place(of: $0) }.min()
      )
    }
    return nil
  }

  // MARK: other sources

  /// The error if a segment named with `live:` has lost all its members since the last apply.
  func emptied(_ reference: SegmentReference, now: MemberSet?) -> Diagnostic? {
    guard case .live(let name) = reference.target, now?.isEmpty == true, !reference.allowsEmpty,
      let before = liveCounts[name], before > 0
    else { return nil }
    return Diagnostic(
      .error,
      code: "live-segment-emptied",
      summary:
        "the store's segment \"\(name)\" is empty, but had \(before) \(before == 1 ? "member" : "members") at the last apply",
      detail: """
        Nothing was planned. Check the segment in the store. If it may be empty, declare that:

            {live: \(name), allow_empty: true}
        """,
      range: reference.range
    )
  }

  /// The warning about list files that the last apply read and this run does not, even if the patterns have changed.
  ///
  /// `groups` has the segment and the sets that it uses.
  func missingFiles(of segment: SegmentDeclaration, _ groups: [MemberGroup]) -> Diagnostic? {
    let recorded = record(of: segment)?.sources?.files ?? [:]
    let named = groups.flatMap(\.named)
    let read = Set(named.flatMap(\.listFiles).map(Self.plainPath))
    let patterns = named.flatMap(\.matchedFiles)
    let missing = Set(recorded.values.joined().filter { !read.contains(Self.plainPath($0)) })
    guard !missing.isEmpty else { return nil }
    let pattern = patterns.first { !missing.isDisjoint(with: recorded[$0.pattern] ?? []) } ?? patterns.first
    let files = missing.count == 1 ? "file" : "files"
    return Diagnostic(
      .warning,
      code: "list-file-missing",
      summary:
        "segment \"\(segment.name)\" no longer finds \(missing.count == 1 ? "a file" : "\(missing.count) files") that the last apply read: "
        + missing.sorted().map { "\"\($0)\"" }.listed(first: Self.maximumShown),
      detail: """
        The plan treats the members in \(missing.count == 1 ? "it" : "them") as no longer declared. If an export failed, restore the \(files). \
        If the manifest leaves the \(files) out by mistake, correct `members_from`. Then plan again.
        """,
      range: pattern?.range ?? segment.range
    )
  }

  /// `./a.csv` and `a.csv` are the same file.
  private static func plainPath(_ path: String) -> [Substring] {
    path.split(separator: "/", omittingEmptySubsequences: false).filter { $0 != "." }
  }
}

extension UnknownCustomerPolicy {
  /// Whether a member stays whose customer a look-up does not find.
  var keepsMembers: Bool { self == .warn || self == .skip }
}

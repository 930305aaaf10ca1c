import Diagnostics
import Manifests
import Planning
import SegmentModel

/// Compares where members come from now with what the last apply recorded: a source that gave nothing is not one that says "nobody".
struct SourceCheck {
  /// How many members, customers or files a message names.
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

  /// The recorded members whom no known line names and who may be one of the unknown customers.
  ///
  /// The state knows the number of every customer, and of emails only who was named by one: a digest of an email is personal data too. So
  /// an unknown number keeps its own member, and an unknown email every member who came by email and is not found now. An unknown line that
  /// fits none of them names its customer in another way than the last apply did, so that it may mean any recorded member.
  ///
  /// `unknown` are customers in force; `named` are the members that known lines name, expired ones too.
  func kept(for unknown: Set<CustomerReference>, named: MemberSet, in segment: SegmentDeclaration) -> MemberSet {
    guard !unknown.isEmpty, segment.unknownCustomers.keepsMembers, let record = record(of: segment) else { return .empty }
    let unnamed = record.members.union(record.unconfirmed).subtracting(named)
    let lookedUp = record.sources?.lookedUp ?? []
    var numbers = Set(unknown.compactMap { if case .id(let customer) = $0 { customer } else { nil } })
    let emailCount = unknown.count - numbers.count
    let byNumber = lookedUp.filter { numbers.contains($0.customer) }
    let byEmail = emailCount == 0 ? [] : lookedUp.filter { $0.isByEmail && unnamed.contains($0.profile) }
    numbers.subtract(byNumber.map(\.customer))
    if !numbers.isEmpty || emailCount > byEmail.count { return unnamed }
    var kept = MemberSet((byNumber + byEmail).map(\.profile))
    // Nobody knows how these came to be declared, so that any of them may be meant.
    if record.sources?.isComplete != true { kept = kept.union(unnamed.subtracting(MemberSet(lookedUp.map(\.profile)))) }
    return kept.intersection(unnamed)
  }

  /// What a plan says of the members that it keeps in a segment.
  func keptMembers(_ kept: MemberSet, of segment: SegmentDeclaration, unknown: [SourceRange]) -> Diagnostic {
    let lookedUp = (record(of: segment)?.sources?.lookedUp ?? []).keyed(by: \.profile)
    let names = kept.map { member in lookedUp[member].map { "customer \($0.customer)" } ?? "shopper profile \(member)" }
    let lines = unknown.count == 1 ? "the line here" : "\(unknown.count) lines, the first one here,"
    return Diagnostic(
      .warning,
      code: "member-kept",
      summary:
        "segment \"\(segment.name)\" keeps \(kept.count == 1 ? "a member" : "\(kept.count) members") that no line finds any more: "
        + names.listed(first: Self.maximumShown),
      detail: unknown.isEmpty
        ? "A segment that this one includes keeps them: the store does not know every customer that its manifest names."
        : """
        The last apply added them, and the store does not know the customer of \(lines) which may be theirs. A failed look-up removes nobody. \
        Correct or delete what is unknown; to remove the members anyway, set `on_unknown: remove`.
        """,
      range: unknown.first ?? segment.range
    )
  }

  /// What a plan says of a segment whose unknown customers `on_unknown: skip` leaves out; `nil` where nothing follows.
  ///
  /// `lines` has at least one. The segments in `including` and `excluding` change, and are made of this one, perhaps through others.
  static func skippedCustomers(
    _ lines: [SourceRange],
    of segment: SegmentDeclaration,
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
        "segment \"\(segment.name)\" leaves out \(lines.count == 1 ? "a customer" : "\(lines.count) customers, the first one here,") "
        + "that the store does not know",
      detail: (consequences + ["Correct or delete the unknown \(theirs) before you apply."]).joined(separator: " "),
      range: lines.first
    )
  }

  /// A look-up that found none of several customers by emails, or by numbers.
  static func nothingFound(_ asked: [CustomerReference], in directory: CustomerDirectory, _ configuration: LoadedConfiguration)
    -> Diagnostic?
  {
    guard configuration.configuration.segments.contains(where: { $0.unknownCustomers != .error && !$0.customers.isEmpty }) else {
      return nil
    }
    let emails = asked.filter { if case .email = $0 { true } else { false } }
    let numbers = asked.filter { if case .id = $0 { true } else { false } }
    for (references, kind) in [(emails, "email"), (numbers, "number")]
    where references.count > 1 && references.allSatisfy({ directory.resolve($0) == .unknown }) {
      return Diagnostic(
        .error,
        code: "no-customer-found",
        summary: "the store found none of the \(references.count) customers that the manifests name by \(kind)",
        detail: """
          One unknown customer is a mistake in a manifest; if all are unknown, the look-up has failed, or the store is another one. Nothing \
          was planned. Check BIGCOMMERCE_STORE_HASH and the token's scopes, and run again. If the customers really are gone, delete their \
          lines.
          """,
        range: references.compactMap { configuration.place(of: $0) }.min()
      )
    }
    return nil
  }

  // MARK: other sources

  /// A segment named with `live:` that is empty now and was not when the last apply read it.
  func emptied(_ reference: SegmentReference, now: MemberSet?) -> Diagnostic? {
    guard case .live(let name) = reference.target, now?.isEmpty == true, !reference.allowsEmpty,
      let before = liveCounts[name], before > 0
    else { return nil }
    return Diagnostic(
      .error,
      code: "live-segment-emptied",
      summary:
        "the store's segment \"\(name)\" is empty now, and had \(before) \(before == 1 ? "member" : "members") at the last apply",
      detail: """
        Nothing was planned from it. Check the segment in the store. If it is meant to be empty, say so:

            {live: \(name), allow_empty: true}
        """,
      range: reference.range
    )
  }

  /// The files of patterns that the last apply read and this run does not, whatever the patterns are now.
  func missingFiles(of segment: SegmentDeclaration) -> Diagnostic? {
    let recorded = record(of: segment)?.sources?.files ?? [:]
    let read = Set(segment.listFiles.map(Self.plainPath))
    let missing = Set(recorded.values.joined().filter { !read.contains(Self.plainPath($0)) })
    guard !missing.isEmpty else { return nil }
    let pattern =
      segment.matchedFiles.first { !missing.isDisjoint(with: recorded[$0.pattern] ?? []) } ?? segment.matchedFiles.first
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
  fileprivate var keepsMembers: Bool { self == .warn || self == .skip }
}

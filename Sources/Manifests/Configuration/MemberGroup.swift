package import Diagnostics
package import SegmentModel

/// A name and the members that it stands for: what a segment and a set have in common.
///
/// The dates of the segment or set limit the dates of its members and includes, so nobody has to ask for both.
package struct MemberGroup: Sendable {
  package enum Kind: String, Sendable {
    case segment
    /// Members under a name that the store does not have.
    case set
  }

  package let kind: Kind
  package let name: SegmentName
  /// The members of `members` and `members_from`.
  package internal(set) var listed: NamedMembers
  /// The members that entries of `exclude` name, which are never members here.
  package internal(set) var excluded: NamedMembers
  package let includes: [SegmentReference]
  /// The segments and sets whose members are never members here.
  package let excludes: [SegmentReference]
  package let unknownCustomers: UnknownCustomerPolicy
  package let range: SourceRange

  package var references: [SegmentReference] { includes + excludes }

  /// All members that its lines and lists name.
  package var named: [NamedMembers] { [listed, excluded] }

  /// The first day after this one on which any of its declarations begins or ends.
  package func nextDate(after day: CalendarDay) -> CalendarDay? {
    let dates = references.map { $0.validity.nextDate(after: day) } + named.map { $0.nextDate(after: day) }
    return dates.compactMap(\.self).min()
  }

  /// The days on which members or includes expire, with repetitions.
  package var expiryDates: [CalendarDay] {
    includes.compactMap(\.validity.expires) + listed.profiles.expiryDates + listed.customers.expiryDates
  }
}

/// Members that lines of manifests and lists name.
package struct NamedMembers: Sendable {
  /// Members that are named by profile.
  package internal(set) var profiles = DeclaredMembers<ShopperProfileID>()
  /// Members that are named by customer.
  package internal(set) var customers = DeclaredMembers<CustomerReference>()
  /// Lists that still have to be read.
  var lists: [MemberListEntry] = []
  package private(set) var matchedFiles: [MatchedFiles] = []
  /// The file of every list, relative to the manifest.
  package private(set) var listFiles: Set<String> = []

  /// Adds the rows of the files of an entry.
  ///
  /// `prefix` is the manifest's folder, with which the paths of the files begin.
  mutating func append(_ files: [MemberListFile], _ entry: MemberListEntry, prefix: String) {
    let (pattern, validity) = (entry.request.pattern, entry.request.validity)
    let paths = files.map { $0.path.hasPrefix(prefix) ? String($0.path.dropFirst(prefix.count)) : $0.path }
    listFiles.formUnion(paths)
    if GlobPattern(pattern).hasWildcards {
      matchedFiles.append(MatchedFiles(pattern: pattern, paths: paths.sorted(), range: entry.range))
    }
    for file in files {
      profiles.append(contentsOf: file.profiles, lines: file.lines, in: file.path, validity)
      customers.append(contentsOf: file.customers, lines: file.lines, in: file.path, validity)
    }
  }

  func nextDate(after day: CalendarDay) -> CalendarDay? {
    [profiles.nextDate(after: day), customers.nextDate(after: day)].compactMap(\.self).min()
  }
}

/// An entry of `include` or `exclude` that names a segment or a set.
package struct SegmentReference: Hashable, Sendable {
  package let target: SegmentPart
  /// What the declared target must be; `nil` for a plain name.
  package var kind: MemberGroup.Kind?
  /// The days on which the entry counts.
  package var validity = Validity.unlimited
  /// Whether a live segment may be empty although it had members at the last apply.
  package var allowsEmpty = false
  package let range: SourceRange
}

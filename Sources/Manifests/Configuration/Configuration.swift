package import Diagnostics
package import SegmentModel

/// What all manifests of a run declare together.
package struct Configuration: Sendable {
  /// The declared segments by name; no name and no pinned id twice.
  package let segments: [SegmentDeclaration]
  /// The same segments, each behind those that it includes or excludes.
  package let dependencyOrder: [SegmentName]
  /// The manifests, as the user named them, in the order in which they were read.
  package let files: [String]
  /// The day as of which members count, UTC.
  package let day: CalendarDay
}

/// The files that a pattern of `members_from` stands for.
package struct MatchedFiles: Hashable, Sendable {
  /// As the manifest has it, variables filled in.
  package let pattern: String
  /// Relative to the manifest, sorted.
  package let paths: [String]
  /// Where the pattern stands.
  package let range: SourceRange
}

/// A segment as a manifest declares it, its manifest's defaults filled in.
package struct SegmentDeclaration: Sendable {
  package let name: SegmentName
  /// The id of an existing segment that is meant, whatever it is called now.
  package let id: SegmentID?
  /// `nil` leaves the store's description alone.
  package let description: String?
  package let mode: MembershipMode
  package let presence: SegmentPresence
  /// Members that are named by their profile, those of lists among them.
  package internal(set) var profiles = DeclaredMembers<ShopperProfileID>()
  /// Members that are named by the customer, those of lists among them.
  package internal(set) var customers = DeclaredMembers<CustomerReference>()
  /// Lists whose rows are not among the members yet.
  var lists: [MemberListEntry] = []
  package private(set) var matchedFiles: [MatchedFiles] = []
  /// Every file of `members_from`, relative to the manifest.
  package private(set) var listFiles: Set<String> = []
  /// Segments whose members are members here too.
  package internal(set) var includes: [SegmentReference] = []
  /// Segments whose members are none here, whatever else says so.
  package internal(set) var excludes: [SegmentReference] = []
  package let unknownCustomers: UnknownCustomerPolicy
  package let limits: DeclaredLimits
  package let allowsEmpty: Bool
  package let range: SourceRange

  /// Takes in the rows of a list.
  ///
  /// `prefix` is how the paths of its files begin, up to the manifest's folder.
  mutating func append(_ list: MemberList, _ entry: MemberListEntry, prefix: String) {
    let (pattern, validity) = (entry.request.pattern, entry.request.validity)
    let paths = list.files.map { $0.path.hasPrefix(prefix) ? String($0.path.dropFirst(prefix.count)) : $0.path }
    listFiles.formUnion(paths)
    if GlobPattern(pattern).hasWildcards {
      matchedFiles.append(MatchedFiles(pattern: pattern, paths: paths.sorted(), range: entry.range))
    }
    for file in list.files {
      profiles.append(contentsOf: file.profiles, lines: file.lines, in: file.path, validity)
      customers.append(contentsOf: file.customers, lines: file.lines, in: file.path, validity)
    }
  }

  /// How many different members the declaration lists on that day, those of other segments apart.
  ///
  /// A customer who is named in two ways counts twice: who they are, only the store knows.
  package func declaredCount(on day: CalendarDay) -> Int {
    profiles.members(.inForce, on: day).count + Set(customers.subjects(.inForce, on: day)).count
  }
}

/// A segment that another one includes or excludes.
package struct SegmentReference: Hashable, Sendable {
  package let target: SegmentPart
  /// Whether a live segment may be empty though it had members at the last apply.
  package let allowsEmpty: Bool
  package let range: SourceRange
}

/// What becomes of a customer that the store does not know: `on_unknown` in a manifest.
package enum UnknownCustomerPolicy: String, Hashable, Sendable, CaseIterable {
  /// Nothing is planned.
  case error
  /// It is left out, and the plan warns of it; a member that the last apply added for it stays.
  case warn
  /// It is left out; a member that the last apply added for it stays, which the plan warns of.
  case skip
  /// It is left out, and a member that the last apply added for it is removed; the plan warns of it.
  case remove
}

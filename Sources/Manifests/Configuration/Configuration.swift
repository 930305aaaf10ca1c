package import Diagnostics
package import SegmentModel

/// What all manifests of a run declare together.
package struct Configuration: Sendable {
  /// Sorted by name; no name and no pinned id appears twice.
  package let segments: [SegmentDeclaration]
  /// The same segments, each after those that it includes or excludes.
  package let dependencyOrder: [SegmentName]
  /// The manifests as the user named them, in the order of reading.
  package let files: [String]
  /// The day, in UTC, for which members were read.
  package let day: CalendarDay
}

/// The files that match a pattern of `members_from`.
package struct MatchedFiles: Hashable, Sendable {
  /// With the values of its variables.
  package let pattern: String
  /// Relative to the manifest, sorted.
  package let paths: [String]
  /// Where the pattern stands.
  package let range: SourceRange
}

/// A segment as a manifest declares it, with the defaults of the manifest.
package struct SegmentDeclaration: Sendable {
  package let name: SegmentName
  /// The id of an existing segment, whatever its name is now.
  package let id: SegmentID?
  /// `nil` keeps the store's description.
  package let description: String?
  package let mode: MembershipMode
  package let presence: SegmentPresence
  /// Members that are named by profile, including those of lists.
  package internal(set) var profiles = DeclaredMembers<ShopperProfileID>()
  /// Members that are named by customer, including those of lists.
  package internal(set) var customers = DeclaredMembers<CustomerReference>()
  /// Lists that still have to be read.
  var lists: [MemberListEntry] = []
  package private(set) var matchedFiles: [MatchedFiles] = []
  /// Every file of `members_from`, relative to the manifest.
  package private(set) var listFiles: Set<String> = []
  package internal(set) var includes: [SegmentReference] = []
  /// Segments whose members are never members here.
  package internal(set) var excludes: [SegmentReference] = []
  package let unknownCustomers: UnknownCustomerPolicy
  package let limits: DeclaredLimits
  package let allowsEmpty: Bool
  package let range: SourceRange

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

  /// How many different members the declaration lists on that day, without those of other segments.
  ///
  /// A customer who is named in two ways counts twice, because only the store knows that it is one person.
  package func declaredCount(on day: CalendarDay) -> Int {
    profiles.members(.inForce, on: day).count + Set(customers.subjects(.inForce, on: day)).count
  }
}

/// An entry of `include` or `exclude`.
package struct SegmentReference: Hashable, Sendable {
  package let target: SegmentPart
  /// Whether a live segment may be empty although it had members at the last apply.
  package let allowsEmpty: Bool
  package let range: SourceRange
}

/// What segplan does about a customer that the store does not know: `on_unknown` in a manifest.
package enum UnknownCustomerPolicy: String, Hashable, Sendable, CaseIterable {
  /// It plans nothing.
  case error
  /// It leaves the customer out, with a warning. A member that the last apply added for the customer stays.
  case warn
  /// It leaves the customer out. A member that the last apply added for the customer stays, with a warning.
  case skip
  /// It leaves the customer out, with a warning. A member that the last apply added for the customer is removed.
  case remove
}

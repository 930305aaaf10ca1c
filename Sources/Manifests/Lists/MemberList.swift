package import Diagnostics
package import SegmentModel

package enum MemberListKind: String, CaseIterable, Hashable, Sendable {
  /// Ids of shopper profiles: the members themselves.
  case shopperProfileID = "shopper_profile_id"
  /// Ids of customers, whose profiles are the members.
  case customerID = "customer_id"
  /// Addresses of customers, whose profiles are the members; personal data, which no message shows.
  case email
}

struct MemberListRequest: Hashable, Sendable {
  /// A path, or a pattern with wildcards for several files; relative to the folder of the manifest.
  let pattern: String
  /// The column of a CSV file; `nil` for the one that bears a kind's name.
  var column: String?
  /// What the values are (`as:`); `nil` where the column's name says it, or in a plain text, for shopper profile ids.
  var kind: MemberListKind?
  var minimum: Int?
  /// The greatest number of different ids that all files together may have.
  var maximum: Int?
  var validity = Validity.unlimited
}

/// An entry of `members_from:` and where it stands: problems that are fixed in the manifest are reported there.
struct MemberListEntry: Sendable {
  var request: MemberListRequest
  let range: SourceRange
  var sourceLine: String?
}

/// The values of one file of a list, each with its line, in the order of the file.
package struct MemberListFile: Sendable {
  /// The file, as the user would name it: the manifest's folder joined with the path in the manifest.
  package let path: String
  package let kind: MemberListKind
  /// The values of a list of shopper profiles, repetitions among them.
  package private(set) var profiles: [ShopperProfileID] = []
  /// The values of a list of any other kind, repetitions among them.
  package private(set) var customers: [CustomerReference] = []
  /// The line of each value, from 1.
  private(set) var lines: [UInt32] = []

  init(path: String, kind: MemberListKind) {
    self.path = path
    self.kind = kind
  }

  /// How many values the file has, repetitions counted.
  package var count: Int { lines.count }

  /// Takes a value in UTF-8; `false` when it is none of the kind.
  mutating func append(_ value: UnsafeBufferPointer<UInt8>, line: Int) -> Bool {
    switch kind {
    case .shopperProfileID:
      guard let id = ShopperProfileID(utf8: value) else { return false }
      profiles.append(id)
    case .customerID:
      guard let id = CustomerID(utf8: value) else { return false }
      customers.append(.id(id))
    case .email:
      guard let email = EmailAddress(String(decoding: value, as: UTF8.self)) else { return false }
      customers.append(.email(email))
    }
    lines.append(UInt32(truncatingIfNeeded: line))
    return true
  }

  package func range(at index: Int) -> SourceRange {
    let line = Int(lines[index])
    return SourceRange(file: path, start: SourcePosition(line: line, column: 1), end: SourcePosition(line: line, column: 2))
  }
}

/// The members that one entry of `members_from:` stands for, of one file or, with a pattern, of several.
struct MemberList: Sendable {
  /// Sorted by path; at least one, and each with at least one value.
  let files: [MemberListFile]
  /// How many different ids and addresses all files have together.
  let uniqueCount: Int

  /// The list of these files, of which there is at least one, with warnings; or the errors that it has as a whole.
  static func assemble(
    _ files: [MemberListFile],
    for entry: MemberListEntry
  ) -> (list: MemberList?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var repetitions = Repetitions()
    let profiles = files.flatMap(\.profiles)
    // Sorting shows cheaply whether any id is repeated, which is rare; where they stand is searched for only then.
    if MemberSet(profiles).count < profiles.count { repetitions.search(files, \.profiles) }
    repetitions.search(files, \.customers)
    if let first = repetitions.first {
      let problem = MemberListProblem.repetitions(repetitions.count, first: first.earlier)
      diagnostics.append(problem.diagnostic(in: first.again.file, at: first.again, sourceLine: nil))
    }
    let list = MemberList(files: files, uniqueCount: files.reduce(0) { $0 + $1.count } - repetitions.count)
    guard let problem = list.sizeProblem(entry.request) else { return (list, diagnostics) }
    return (nil, diagnostics + [problem.diagnostic(of: entry)])
  }

  private func sizeProblem(_ request: MemberListRequest) -> MemberListProblem? {
    if let minimum = request.minimum, uniqueCount < minimum { return .tooFew(uniqueCount, minimum: minimum) }
    if let maximum = request.maximum, uniqueCount > maximum { return .tooMany(uniqueCount, maximum: maximum) }
    return nil
  }

  private struct Repetitions {
    var count = 0
    var first: (again: SourceRange, earlier: SourceRange)?

    mutating func search<Value: Hashable>(_ files: [MemberListFile], _ values: KeyPath<MemberListFile, [Value]>) {
      var seen: [Value: (file: Int, index: Int)] = [:]
      for (number, file) in files.enumerated() {
        for (index, value) in file[keyPath: values].enumerated() {
          guard let earlier = seen[value] else {
            seen[value] = (number, index)
            continue
          }
          count += 1
          first = first ?? (file.range(at: index), files[earlier.file].range(at: earlier.index))
        }
      }
    }
  }
}

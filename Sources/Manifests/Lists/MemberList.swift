package import Diagnostics
package import SegmentModel

/// What the values of a list are.
package enum MemberListKind: String, CaseIterable, Hashable, Sendable {
  case shopperProfileID = "shopper_profile_id"
  case customerID = "customer_id"
  /// Personal data, which no message shows.
  case email
}

struct MemberListRequest: Hashable, Sendable {
  /// A path, or a pattern with wildcards for several files; relative to the folder of the manifest.
  let pattern: String
  /// What separates the columns of a CSV file; `nil` if its header shows it.
  var delimiter: CSVDelimiter?
  /// The column of a CSV file; `nil` for the one that is named like a kind.
  var column: String?
  /// `as:`; without it the column's name says the kind, and plain text holds shopper profile ids.
  var kind: MemberListKind?
  var minimum: Int?
  /// The maximum number of different values in all files together.
  var maximum: Int?
  /// The conditions of `where:`, all of which a row must meet.
  var conditions: [MemberListCondition] = []
  /// The minimum number of files that the pattern must find.
  var minimumFiles: Int?
  var validity = Validity.unlimited

  /// The columns that the manifest names.
  var columns: [String] { (column.map { [$0] } ?? []) + conditions.map(\.column) }
}

/// A column of a CSV file, and the values that it may have in a row to read.
package struct MemberListCondition: Hashable, Sendable {
  package let column: String
  /// Without spaces at their ends.
  package let values: Set<String>

  package init(column: String, values: some Sequence<String>) {
    self.column = SpreadsheetValue.trimmed(column)
    self.values = Set(values.map(SpreadsheetValue.trimmed))
  }
}

/// An entry of `members_from:` and where it stands.
struct MemberListEntry: Sendable {
  var request: MemberListRequest
  let range: SourceRange
  var sourceLine: String?

  /// Reports a problem that is fixed in the manifest.
  func diagnostic(_ problem: ManifestProblem) -> Diagnostic { problem.diagnostic(at: range, sourceLine: sourceLine) }
}

/// The values of one file of a list, each with its line, in the order of the file.
package struct MemberListFile: Sendable {
  /// The manifest's folder joined with the path in the manifest.
  package let path: String
  package let kind: MemberListKind
  /// The values of a list of shopper profiles, with repetitions.
  package private(set) var profiles: [ShopperProfileID] = []
  /// The values of a list of any other kind, with repetitions.
  package private(set) var customers: [CustomerReference] = []
  /// The line of each value, from 1.
  private(set) var lines: [UInt32] = []
  /// How many rows do not meet the conditions.
  private(set) var skipped = 0
  /// The last value, if no line break follows it: it may be only the beginning of a value.
  var tornEnd: SourceRange?

  package var count: Int { lines.count }

  /// Counts a row that does not meet the conditions.
  mutating func skip() { skipped += 1 }

  /// Adds a value in UTF-8, which may have the form of a spreadsheet; returns `false` when it is not of the kind.
  mutating func append(_ value: UnsafeBufferPointer<UInt8>, line: Int) -> Bool {
    if !add(value) {
      guard var restored = SpreadsheetValue.restored(String(decoding: value, as: UTF8.self), of: kind),
        restored.withUTF8({ add($0) })
      else { return false }
    }
    lines.append(UInt32(truncatingIfNeeded: line))
    return true
  }

  private mutating func add(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    switch kind {
    case .shopperProfileID:
      guard let id = ShopperProfileID(utf8: value) else { return false }
      profiles.append(id)
    case .customerID:
      guard let id = CustomerID(utf8: value) else { return false }
      customers.append(.id(id))
    case .email:
      guard value.first != UInt8(ascii: "'"), let email = EmailAddress(String(decoding: value, as: UTF8.self)) else {
        return false
      }
      customers.append(.email(email))
    }
    return true
  }

  package func range(at index: Int) -> SourceRange {
    let line = Int(lines[index])
    return SourceRange(file: path, start: SourcePosition(line: line, column: 1), end: SourcePosition(line: line, column: 2))
  }
}

extension MemberListEntry {
  /// Checks the files of the entry together: repeated values, and how many different ones there are.
  func problems(of files: [MemberListFile]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var repetitions = Repetitions()
    let profiles = files.flatMap(\.profiles)
    // Repeated ids are rare, and sorting shows faster than a dictionary whether there are any.
    if MemberSet(profiles).count < profiles.count { repetitions.search(files, \.profiles) }
    repetitions.search(files, \.customers)
    if let first = repetitions.first {
      let problem = ManifestProblem.repeatedValues(repetitions.count, first: first.earlier)
      diagnostics.append(problem.diagnostic(.warning, at: first.again, sourceLine: nil))
    }
    for end in files.compactMap(\.tornEnd) where request.minimum == nil {
      diagnostics.append(ManifestProblem.tornEnd.diagnostic(.warning, at: end, sourceLine: nil))
    }
    let count = files.reduce(0) { $0 + $1.count } - repetitions.count
    if count == 0, !request.conditions.isEmpty {
      diagnostics.append(diagnostic(.noRowKept(of: files.reduce(0) { $0 + $1.skipped }, in: request.pattern)))
    } else if let minimum = request.minimum, count < minimum {
      diagnostics.append(diagnostic(.tooFew(count, minimum: minimum, in: request.pattern)))
    } else if let maximum = request.maximum, count > maximum {
      diagnostics.append(diagnostic(.tooMany(count, maximum: maximum, in: request.pattern)))
    }
    return diagnostics
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

package import Diagnostics
package import SegmentModel

/// Declared members in the order in which they were read, each with its place and the days on which it counts.
///
/// 24 bytes a profile: file and days are kept once for each run of members that share them.
package struct DeclaredMembers<Subject: DeclaredSubject>: Sendable {
  /// Members that follow each other in one file and count on the same days.
  private struct Run: Sendable {
    let start: Int
    let file: String
    let validity: Validity
  }

  private struct Place: Sendable {
    let line: UInt32
    let column: UInt32
  }

  /// In the order of reading; a member that is declared twice stands here twice.
  private(set) var subjects: [Subject] = []
  private var places: [Place] = []
  private var runs: [Run] = []

  package var count: Int { subjects.count }

  package var isEmpty: Bool { subjects.isEmpty }

  mutating func append(_ subject: Subject, at position: SourcePosition, in file: String, _ validity: Validity = .unlimited) {
    continueRun(file, validity)
    subjects.append(subject)
    places.append(
      Place(line: UInt32(truncatingIfNeeded: position.line), column: UInt32(truncatingIfNeeded: position.column))
    )
  }

  mutating func append(contentsOf rows: [Subject], lines: [UInt32], in file: String, _ validity: Validity) {
    guard !rows.isEmpty else { return }
    continueRun(file, validity)
    // The first list is taken as it is: copying a million ids costs as much as parsing them.
    if subjects.isEmpty { subjects = rows } else { subjects.append(contentsOf: rows) }
    places += lines.lazy.map { Place(line: $0, column: 1) }
  }

  /// The subjects that are in this phase on that day, in the order of reading.
  ///
  /// Without dates, which is the rule, nothing is copied.
  package func subjects(_ phase: Validity.Phase, on day: CalendarDay) -> [Subject] {
    let spans = spans.filter { $0.run.validity.phase(on: day) == phase }
    if spans.count == runs.count { return subjects }
    return spans.flatMap { subjects[$0.range] }
  }

  /// The first day after this one on which a declaration begins or ends; `nil` without such a day.
  package func nextDate(after day: CalendarDay) -> CalendarDay? {
    runs.lazy.flatMap { [$0.validity.starts, $0.validity.expires] }.compactMap(\.self).filter { $0 > day }.min()
  }

  /// The declarations that have a last day, with that day's morrow and their places, in the order of reading.
  package var expiring: [(subject: Subject, expires: CalendarDay, range: SourceRange)] {
    spans.flatMap { span -> [(subject: Subject, expires: CalendarDay, range: SourceRange)] in
      guard let expires = span.run.validity.expires else { return [] }
      return span.range.map { (subjects[$0], expires, range(at: $0, file: span.run.file)) }
    }
  }

  /// The place of each of these, the first one in this phase if there are several; what is not declared here has none.
  ///
  /// O(n) for n declarations: ask for all at once.
  package func ranges(
    where isWanted: (Subject) -> Bool,
    _ phase: Validity.Phase,
    on day: CalendarDay
  ) -> [Subject: SourceRange] {
    var ranges: [Subject: SourceRange] = [:]
    for span in spans where span.run.validity.phase(on: day) == phase {
      for index in span.range where isWanted(subjects[index]) && ranges[subjects[index]] == nil {
        ranges[subjects[index]] = range(at: index, file: span.run.file)
      }
    }
    return ranges
  }

  /// Gives each declaration in this phase, in the order of reading, with its line.
  package func forEach(
    _ phase: Validity.Phase,
    on day: CalendarDay,
    _ body: (_ subject: Subject, _ file: String, _ line: Int, _ validity: Validity) -> Void
  ) {
    for span in spans where span.run.validity.phase(on: day) == phase {
      for index in span.range { body(subjects[index], span.run.file, Int(places[index].line), span.run.validity) }
    }
  }

  /// The place of the declaration at this index.
  ///
  /// O(runs).
  func range(at index: Int) -> SourceRange {
    range(at: index, file: runs.last { $0.start <= index }?.file ?? "")
  }

  private func range(at index: Int, file: String) -> SourceRange {
    let (line, column) = (Int(places[index].line), Int(places[index].column))
    return SourceRange(
      file: file,
      start: SourcePosition(line: line, column: column),
      end: SourcePosition(line: line, column: column + subjects[index].columns)
    )
  }

  private mutating func continueRun(_ file: String, _ validity: Validity) {
    if let last = runs.last, last.validity == validity, last.file == file { return }
    runs.append(Run(start: subjects.count, file: file, validity: validity))
  }

  private var spans: [(run: Run, range: Range<Int>)] {
    runs.indices.map { index in
      let end = index + 1 < runs.count ? runs[index + 1].start : subjects.count
      return (runs[index], runs[index].start..<end)
    }
  }
}

extension DeclaredMembers where Subject == ShopperProfileID {
  /// The members that are in this phase on that day.
  ///
  /// O(n).
  package func members(_ phase: Validity.Phase, on day: CalendarDay) -> MemberSet { MemberSet(subjects(phase, on: day)) }

  /// The declarations that repeat an earlier one, in the order of reading.
  ///
  /// O(n) without any, O(n log n) otherwise.
  func repetitions() -> [(subject: Subject, first: SourceRange, again: SourceRange)] {
    if MemberSet(subjects).count == count { return [] }
    let order = subjects.indices.sorted { (subjects[$0], $0) < (subjects[$1], $1) }
    var repetitions: [(index: Int, first: Int)] = []
    var first = order.first
    for index in order.dropFirst() {
      if let earlier = first, subjects[earlier] == subjects[index] {
        repetitions.append((index, earlier))
      } else {
        first = index
      }
    }
    return repetitions.sorted { $0.index < $1.index }.map { (subjects[$0.index], range(at: $0.first), range(at: $0.index)) }
  }
}

/// What a manifest or a list names members by.
package protocol DeclaredSubject: Hashable, Sendable {
  /// How many columns it fills where it is declared.
  var columns: Int { get }
}

extension ShopperProfileID: DeclaredSubject {
  package var columns: Int { UUIDBits.textLength }
}

extension CustomerReference: DeclaredSubject {
  package var columns: Int {
    switch self {
    case .id(let id): id.description.utf8.count
    case .email(let email): email.text.unicodeScalars.count
    }
  }
}

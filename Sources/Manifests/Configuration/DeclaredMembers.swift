package import Diagnostics
package import SegmentModel

/// Declared members in the order of reading, each with its place and the days on which it counts.
///
/// A profile takes 24 bytes: members that follow each other share their file and their days.
package struct DeclaredMembers<Subject: DeclaredSubject>: Sendable {
  /// Members that share their file and their days.
  private struct Run: Sendable {
    let start: Int
    let file: String
    let validity: Validity
  }

  private struct Place: Sendable {
    let line: UInt32
    let column: UInt32
  }

  /// In the order of reading, with repetitions.
  package private(set) var subjects: [Subject] = []
  private var places: [Place] = []
  private var runs: [Run] = []

  package var count: Int { subjects.count }

  package var isEmpty: Bool { subjects.isEmpty }

  mutating func append(_ subject: Subject, at position: SourcePosition, in file: String, _ validity: Validity = .unlimited) {
    continueRun(file, validity)
    subjects.append(subject)
    places.append(Place(line: UInt32(truncatingIfNeeded: position.line), column: UInt32(truncatingIfNeeded: position.column)))
  }

  mutating func append(contentsOf rows: [Subject], lines: [UInt32], in file: String, _ validity: Validity) {
    guard !rows.isEmpty else { return }
    continueRun(file, validity)
    subjects += rows
    places += lines.lazy.map { Place(line: $0, column: 1) }
  }

  /// The subjects in this phase on that day, in the order of reading.
  package func subjects(_ phase: Validity.Phase, on day: CalendarDay) -> [Subject] {
    // Usually there are no dates, and then nothing is copied.
    let spans = spans.filter { $0.run.validity.phase(on: day) == phase }
    return spans.count == runs.count ? subjects : spans.flatMap { subjects[$0.range] }
  }

  /// All subjects, by the days on which they count.
  package var byValidity: [Validity: [Subject]] {
    let spans = Dictionary(grouping: spans, by: \.run.validity)
    // Usually there are no dates, and then nothing is copied.
    return spans.count == 1 ? spans.mapValues { _ in subjects } : spans.mapValues { $0.flatMap { subjects[$0.range] } }
  }

  /// The first day after this one on which a declaration begins or ends.
  package func nextDate(after day: CalendarDay) -> CalendarDay? {
    runs.lazy.compactMap { $0.validity.nextDate(after: day) }.min()
  }

  /// The days on which declarations expire, with repetitions.
  var expiryDates: [CalendarDay] { runs.compactMap(\.validity.expires) }

  /// The declarations that expire, in the order of reading.
  package var expiring: [(subject: Subject, expires: CalendarDay, range: SourceRange)] {
    spans.flatMap { span -> [(subject: Subject, expires: CalendarDay, range: SourceRange)] in
      guard let expires = span.run.validity.expires else { return [] }
      return span.range.map { (subjects[$0], expires, range(at: $0, file: span.run.file)) }
    }
  }

  /// The first place in this phase of each wanted subject.
  ///
  /// O(n) for n declarations, so ask for all subjects at once.
  package func ranges(where isWanted: (Subject) -> Bool, _ phase: Validity.Phase, on day: CalendarDay) -> [Subject: SourceRange] {
    var ranges: [Subject: SourceRange] = [:]
    for span in spans where span.run.validity.phase(on: day) == phase {
      for index in span.range where isWanted(subjects[index]) && ranges[subjects[index]] == nil {
        ranges[subjects[index]] = range(at: index, file: span.run.file)
      }
    }
    return ranges
  }

  /// Calls the body for each declaration in this phase, in the order of reading.
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
  func range(at index: Int) -> SourceRange { range(at: index, file: runs.last { $0.start <= index }?.file ?? "") }

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
  package func members(_ phase: Validity.Phase, on day: CalendarDay) -> MemberSet { MemberSet(subjects(phase, on: day)) }

  /// The declarations that repeat an earlier one, in the order of reading.
  func repetitions() -> [(subject: Subject, first: SourceRange, again: SourceRange)] {
    // Sorting shows faster than a dictionary whether there are any.
    if MemberSet(subjects).count == count { return [] }
    var firsts: [Subject: Int] = [:]
    return subjects.indices.compactMap { index in
      guard let first = firsts[subjects[index]] else {
        firsts[subjects[index]] = index
        return nil
      }
      return (subjects[index], range(at: first), range(at: index))
    }
  }
}

/// How a manifest or a list names members.
package protocol DeclaredSubject: Hashable, Sendable {
  /// How many columns it takes where it is declared.
  var columns: Int { get }
}

extension ShopperProfileID: DeclaredSubject {
  package var columns: Int { UUIDBits.textLength }
}

extension CustomerReference: DeclaredSubject {
  package var columns: Int {
    switch self {
    case .id(let id): id.description.utf8.count
    case .email(let email): email.written.unicodeScalars.count
    }
  }
}

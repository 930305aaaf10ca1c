import Diagnostics
package import Planning
import SegmentModel

extension MemberRedaction {
  /// The review without personal data in its names, descriptions and problems, before a format's own escapes hide it from ``text(_:)``.
  ///
  /// Members keep their ids: those look the same in every format, and leave with the finished text.
  package func review(_ review: Review) -> Review {
    let names = names((review.plan?.segments ?? []).map(\.name) + Array(review.places.keys))
    return Review(
      plan: review.plan.map { plan($0, names) },
      findings: review.findings,
      problems: review.problems.map(problem),
      places: Dictionary(
        review.places.map { (names[$0.key] ?? $0.key, range($0.value)) },
        uniquingKeysWith: { first, _ in first }
      )
    )
  }

  func plan(_ plan: Plan, _ names: [SegmentName: SegmentName]) -> Plan {
    var redacted = plan.replacing(segments: plan.segments.map { segment($0, names) }).warning(of: plan.warnings.map(problem))
    redacted.header.targets = plan.header.targets.map(text)
    redacted.assumedProfiles = []
    return redacted
  }

  /// Names without personal data, that differ where the names did: reports look segments up by their names.
  func names(_ names: [SegmentName]) -> [SegmentName: SegmentName] {
    var redacted: [SegmentName: SegmentName] = [:]
    var taken: Set<SegmentName> = []
    for name in Set(names).sorted() {
      let first = self.name(name)
      var candidate = first
      var number = 2
      while !taken.insert(candidate).inserted {
        candidate = (try? SegmentName("\(first) (\(number))")) ?? name
        number += 1
      }
      redacted[name] = candidate
    }
    return redacted
  }

  func problem(_ problem: Diagnostic) -> Diagnostic {
    var quiet = diagnostic(problem)
    quiet.summary = text(quiet.summary)
    quiet.detail = quiet.detail.map(text)
    quiet.range = quiet.range.map(range)
    quiet.suggestion = quiet.suggestion.map(text)
    return quiet
  }

  /// A name that is one after redaction too; it always is, since no label is empty or has a blank at its ends.
  func name(_ name: SegmentName) -> SegmentName { (try? SegmentName(text(name.text))) ?? name }

  private func range(_ range: SourceRange) -> SourceRange {
    SourceRange(file: text(range.file), start: range.start, end: range.end)
  }

  private func segment(_ segment: SegmentPlan, _ names: [SegmentName: SegmentName]) -> SegmentPlan {
    var redacted = segment
    redacted.name = names[segment.name] ?? name(segment.name)
    redacted.change = change(segment.change)
    redacted.drift = segment.drift.map(drift)
    redacted.notes.additions = segment.notes.additions.mapping(files: text, causes: cause)
    redacted.notes.removals = segment.notes.removals.mapping(files: text, causes: cause)
    for index in segment.notes.promotions.indices {
      redacted.notes.promotions[index].name = text(segment.notes.promotions[index].name)
    }
    redacted.sources = nil
    return redacted
  }

  private func cause(_ cause: MemberCause) -> MemberCause {
    switch cause {
    case .included(let segment): .included(name(segment))
    case .live(let segment): .live(text(segment))
    case .excluded(let segment): .excluded(by: text(segment))
    default: cause
    }
  }

  private func change(_ change: SegmentChange) -> SegmentChange {
    switch change {
    case .create(let description): .create(description: text(description))
    case .update(let id, let update):
      SegmentUpdate(name: update.name.map(fields), description: update.description.map(fields)).map { .update(id, $0) } ?? change
    case .keep, .delete, .stayAbsent: change
    }
  }

  private func fields(_ change: SegmentUpdate.Change) -> SegmentUpdate.Change {
    SegmentUpdate.Change(from: text(change.from), to: text(change.to))
  }

  private func drift(_ drift: SegmentDrift) -> SegmentDrift {
    guard case .changed(let added, let removed, let renamedFrom) = drift else { return drift }
    return .changed(added: added, removed: removed, renamedFrom: renamedFrom.map(text))
  }
}

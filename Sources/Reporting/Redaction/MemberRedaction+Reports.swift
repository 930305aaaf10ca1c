package import Diagnostics
package import Planning
import SegmentModel

/// Reports without personal data in their names and problems, before a format's own escapes hide it from ``text(_:)``.
///
/// Members keep their ids: each format replaces those itself, or leaves them to the redaction of the finished text.
extension MemberRedaction {
  package func review(_ review: Review) -> Review {
    let names = names((review.plan?.segments ?? []).map(\.name) + Array(review.places.keys))
    var redacted = review
    redacted.plan = review.plan.map { plan($0, names) }
    redacted.findings = review.findings.map { finding($0, names) }
    redacted.problems = review.problems.map(problem)
    let places = review.places.map { (names[$0.key] ?? $0.key, range($0.value)) }
    redacted.places = Dictionary(places, uniquingKeysWith: { first, _ in first })
    return redacted
  }

  package func drift(_ report: DriftReport) -> DriftReport {
    let segments = report.segments.map { segment in
      var redacted = segment
      redacted.name = text(segment.name)
      redacted.renamedTo = segment.renamedTo.map(text)
      redacted.notes.additions = segment.notes.additions.mapping(files: text, causes: \.self)
      redacted.notes.removals = segment.notes.removals.mapping(files: text, causes: \.self)
      return redacted
    }
    return DriftReport(header: report.header, segments: segments, unmanaged: report.unmanaged.map(text))
  }

  package func apply(_ report: ApplyReport) -> ApplyReport {
    let names = names((report.plan?.segments ?? []).map(\.name))
    let segments = report.outcome.segments.map { segment in
      var redacted = segment
      redacted.name = names[segment.name] ?? name(segment.name)
      redacted.failures = segment.failures.map {
        ApplyFailure(problem: problem($0.problem), members: $0.members, customers: $0.customers)
      }
      return redacted
    }
    var redacted = report
    redacted.header.who = text(report.header.who)
    redacted.plan = report.plan.map { plan($0, names) }
    redacted.outcome = ApplyOutcome(segments: segments)
    redacted.problems = report.problems.map(problem)
    return redacted
  }
}

extension MemberRedaction {
  /// The problem without its line of the manifest, and without what it quotes from there.
  ///
  /// ``text(_:)`` redacts the rest with everything else that is printed.
  package func diagnostic(_ problem: Diagnostic) -> Diagnostic {
    var quiet = problem
    if problem.sourceLine != nil { quiet.summary = Self.withoutQuotedNumbers(problem.summary) }
    quiet.sourceLine = nil
    return quiet
  }

  /// Quoted text with a digit or an at sign may be a misspelled member.
  private static func withoutQuotedNumbers(_ text: String) -> String {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    // Every other part is in quotes.
    return parts.enumerated().map { index, part in
      let isQuoted = index % 2 == 1
      return isQuoted && part.contains(where: { $0.isNumber || $0 == "@" }) ? "…" : String(part)
    }.joined(separator: "\"")
  }

  private func problem(_ problem: Diagnostic) -> Diagnostic {
    var quiet = diagnostic(problem)
    quiet.summary = text(quiet.summary)
    quiet.detail = quiet.detail.map(text)
    quiet.range = quiet.range.map(range)
    quiet.suggestion = quiet.suggestion.map(text)
    return quiet
  }

  private func range(_ range: SourceRange) -> SourceRange {
    SourceRange(file: text(range.file), start: range.start, end: range.end)
  }

  /// Redacted names that differ where the names did, because reports look up segments by name.
  private func names(_ names: [SegmentName]) -> [SegmentName: SegmentName] {
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

  /// A redacted name is always valid: no label is empty or has a blank at its ends.
  private func name(_ name: SegmentName) -> SegmentName { (try? SegmentName(text(name.text))) ?? name }
}

extension MemberRedaction {
  private func plan(_ plan: Plan, _ names: [SegmentName: SegmentName]) -> Plan {
    var redacted = plan.replacing(segments: plan.segments.map { segment($0, names) }).warning(of: plan.warnings.map(problem))
    redacted.header.targets = plan.header.targets.map(text)
    return redacted
  }

  private func segment(_ segment: SegmentPlan, _ names: [SegmentName: SegmentName]) -> SegmentPlan {
    var redacted = segment
    redacted.name = names[segment.name] ?? name(segment.name)
    redacted.change = change(segment.change)
    if case .changed(let added, let removed, let renamedFrom) = segment.drift {
      redacted.drift = .changed(added: added, removed: removed, renamedFrom: renamedFrom.map(text))
    }
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
    case .excluded(let segment): .excluded(by: segment.map(text))
    default: cause
    }
  }

  private func change(_ change: SegmentChange) -> SegmentChange {
    func redacted(_ change: SegmentUpdate.Change) -> SegmentUpdate.Change {
      SegmentUpdate.Change(from: text(change.from), to: text(change.to))
    }
    switch change {
    case .create(let description): return .create(description: text(description))
    case .update(let id, let update):
      let update = SegmentUpdate(name: update.name.map(redacted), description: update.description.map(redacted))
      return update.map { .update(id, $0) } ?? change
    case .keep, .delete, .stayAbsent: return change
    }
  }

  /// The finding about the segment under its new name, so that reports still find it.
  private func finding(_ finding: GuardrailFinding, _ names: [SegmentName: SegmentName]) -> GuardrailFinding {
    var redacted = finding
    redacted.segment = finding.segment.map { names[$0] ?? name($0) }
    if case .takeover(let named, let live) = finding.problem { redacted.problem = .takeover(named: text(named), live: live) }
    return redacted
  }
}

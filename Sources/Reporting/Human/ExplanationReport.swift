package import Planning
import SegmentModel

/// Why a member is in segments, or not, as a person reads it.
package enum ExplanationReport {
  /// So many segments that have nothing to do with the member are named.
  private static let maximumOthers = 5

  /// Who it is, then a block for each segment that has to do with the member: the answer, then what manifests, store and state say.
  package static func text(_ subject: MemberSubject, _ segments: [MemberExplanation]) -> String {
    let blocks = segments.count == 1 ? segments : segments.filter(\.isConcerned)
    var text = who(subject) + "\n"
    for segment in blocks { text += "\n" + block(segment) }
    let others = segments.filter { explanation in !blocks.contains { $0.segment == explanation.segment } }
    guard !others.isEmpty else { return text }
    let names = others.prefix(maximumOthers).map { VisibleText.quoted($0.segment.text) }.joined(separator: ", ")
    let more = others.count > maximumOthers ? " and \(Quantity.number(others.count - maximumOthers)) more" : ""
    return text + "\nNothing to do with \(names)\(more).\n"
  }

  private static func who(_ subject: MemberSubject) -> String {
    switch (subject.customer, subject.profile) {
    case (let customer?, let profile?): "customer \(customer), shopper profile \(profile)"
    case (let customer?, nil): "customer \(customer), who has no shopper profile yet"
    case (nil, let profile?): "shopper profile \(profile)"
    case (nil, nil): "an unknown member"
    }
  }

  private static func block(_ explanation: MemberExplanation) -> String {
    let lines =
      explanation.declarations.map(declaration) + explanation.excludedBy.map { "excluded with \(VisibleText.quoted($0))" }
    let declared = lines.isEmpty ? [explanation.isKept ? "perhaps: by a customer whom the store does not find" : "no"] : lines
    return """
      segment \(VisibleText.quoted(explanation.segment.text)): \(answer(explanation))
        declared: \(declared.joined(separator: "\n            "))
        live:     \(explanation.isLive ? "yes" : "no")
        recorded: \(recorded(explanation))

      """
  }

  /// `lists/crm.csv:3, from 2026-12-01`.
  private static func declaration(_ declaration: MemberDeclaration) -> String {
    var parts = [VisibleText.of(declaration.place.description)]
    if let through = declaration.through {
      parts.append("in \(VisibleText.quoted(through))\(declaration.isTakenBack ? ", which excludes it again" : "")")
    }
    if let starts = declaration.validity.starts, declaration.phase == .upcoming { parts.append("from \(starts)") }
    if let expires = declaration.validity.expires {
      parts.append("\(declaration.phase == .expired ? "expired" : "until") \(expires)")
    }
    return parts.joined(separator: ", ")
  }

  private static func answer(_ explanation: MemberExplanation) -> String {
    switch (explanation.action, explanation.note) {
    case (.add, let note?): return "will be added: \(MemberWords.reason(note))"
    case (.remove, let note?): return "will be removed: \(MemberWords.reason(note))"
    default: break
    }
    if explanation.isKept {
      return """
        stays: the last apply added it, and the store does not know every customer that the manifest names. One of them may be this member. \
        It goes when the unknown lines are corrected or deleted, or with `on_unknown: remove`.
        """
    }
    return switch (explanation.isDeclared, explanation.isLive) {
    case (true, true): "stays: it is declared and live"
    case (false, true):
      explanation.mode == .additive
        ? "stays: the segment is additive, and no apply added it" : "stays until the segment itself goes"
    case (false, false): explanation.declarations.contains { $0.phase == .upcoming } ? "is not a member yet" : "is not a member"
    case (true, false): "is declared and not live"
    }
  }

  private static func recorded(_ explanation: MemberExplanation) -> String {
    switch explanation.isRecorded {
    case true?: "yes, by the last apply"
    case false?: "no"
    case nil: "no state knows the segment"
    }
  }
}

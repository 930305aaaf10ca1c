import Diagnostics
package import Planning
import SegmentModel

/// The answer of `segplan why`: why a member is in segments, or not.
package enum ExplanationReport {
  /// How many segments that do not concern the member are named.
  private static let maximumOthers = 5

  /// For a person: who the member is, then per segment the answer and what the manifests, the store and the state say.
  package static func text(_ subject: MemberSubject, _ segments: [MemberExplanation]) -> String {
    let blocks = segments.count == 1 ? segments : segments.filter(\.isConcerned)
    var text = who(subject) + "\n"
    for segment in blocks { text += "\n" + block(segment) }
    let others = segments.filter { explanation in !blocks.contains { $0.segment == explanation.segment } }
    guard !others.isEmpty else { return text }
    let names = others.map { VisibleText.quoted($0.segment.text) }.listed(first: maximumOthers)
    return text + "\nNot declared and not found in \(names).\n"
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
      explanation.declarations.map(declaration)
      + explanation.excludedAt.map { "excluded at \(VisibleText.of($0.description))" }
      + explanation.excludedBy.map { "excluded with \(VisibleText.quoted($0))" }
    let declared = lines.isEmpty ? [explanation.isKept ? "perhaps, as a customer that the store does not find" : "no"] : lines
    let recorded =
      switch explanation.isRecorded {
      case true?: "yes, by the last apply"
      case false?: "no"
      case nil: "the state does not record this segment"
      }
    return """
      segment \(VisibleText.quoted(explanation.segment.text)): \(answer(explanation))
        declared: \(declared.joined(separator: "\n            "))
        live:     \(explanation.isLive ? "yes" : "no")
        recorded: \(recorded)

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
        It is removed once the unknown lines are corrected or deleted, or with `on_unknown: remove`.
        """
    }
    return switch (explanation.isDeclared, explanation.isLive) {
    case (true, true): "stays: it is declared and live"
    case (false, true):
      explanation.mode == .additive
        ? "stays: the segment is additive, and no apply added it" : "stays until the segment is deleted"
    case (false, false): explanation.declarations.contains { $0.phase == .upcoming } ? "is not a member yet" : "is not a member"
    case (true, false): "is declared, but not live"
    }
  }
}

extension ExplanationReport {
  /// The answer as JSON: `docs/schemas/why.schema.json`.
  package static func json(_ subject: MemberSubject, _ segments: [MemberExplanation]) -> String {
    JSONText.document([
      "version": 1, "profile": JSONValue(subject.profile?.description), "customer": JSONValue(subject.customer?.description),
      "segments": .list(segments.map(segment)),
    ])
  }

  private static func segment(_ explanation: MemberExplanation) -> JSONValue {
    [
      "segment": .text(explanation.segment.text),
      "mode": .text(explanation.mode.rawValue),
      "action": .text(explanation.action.rawValue),
      "cause": JSONValue(explanation.note?.cause.code),
      "declared": .flag(explanation.isDeclared),
      "kept": .flag(explanation.isKept),
      "live": .flag(explanation.isLive),
      "recorded": JSONValue(explanation.isRecorded),
      "excluded_by": JSONValue(explanation.excludedBy),
      "excluded_at": JSONValue(explanation.excludedAt.map(\.description)),
      "declarations": .list(explanation.declarations.map(json)),
    ]
  }

  private static func json(_ declaration: MemberDeclaration) -> JSONValue {
    let phase: JSONValue =
      switch declaration.phase {
      case .inForce: "in-force"
      case .upcoming: "upcoming"
      case .expired: "expired"
      }
    return [
      "place": .text(declaration.place.description),
      "through": JSONValue(declaration.through),
      "starts": JSONValue(declaration.validity.starts?.description),
      "expires": JSONValue(declaration.validity.expires?.description),
      "phase": phase,
      "excluded_again": .flag(declaration.isTakenBack),
    ]
  }
}

import Diagnostics
package import Planning
import SegmentModel

/// The answer of `segplan why` for machines: `docs/schemas/why.schema.json`.
package enum ExplanationJSON {
  package static func text(_ subject: MemberSubject, _ segments: [MemberExplanation]) -> String {
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
      "declarations": .list(explanation.declarations.map(declaration)),
    ]
  }

  private static func declaration(_ declaration: MemberDeclaration) -> JSONValue {
    let phase =
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
      "phase": .text(phase),
      "excluded_again": .flag(declaration.isTakenBack),
    ]
  }
}

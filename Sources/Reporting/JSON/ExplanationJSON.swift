import Diagnostics
package import Planning
import SegmentModel

/// The answer of `segplan why` for machines: `docs/schemas/why.schema.json`.
package enum ExplanationJSON {
  /// - Throws: What the JSON encoder throws.
  package static func text(_ subject: MemberSubject, _ segments: [MemberExplanation]) throws -> String {
    try JSONText.document(
      Document(
        version: 1,
        profile: subject.profile?.description,
        customer: subject.customer?.description,
        segments: segments.map(Segment.init)
      )
    )
  }

  private struct Document: Encodable {
    let version: Int
    let profile: String?
    let customer: String?
    let segments: [Segment]
  }

  private struct Segment: Encodable {
    let segment: String
    let mode: String
    let action: String
    let cause: String?
    let declared: Bool
    let kept: Bool
    let live: Bool
    let recorded: Bool?
    let excludedBy: [String]
    let declarations: [Declaration]

    init(_ explanation: MemberExplanation) {
      segment = explanation.segment.text
      mode = explanation.mode.rawValue
      action = explanation.action.rawValue
      cause = explanation.note?.cause.code
      declared = explanation.isDeclared
      kept = explanation.isKept
      live = explanation.isLive
      recorded = explanation.isRecorded
      excludedBy = explanation.excludedBy
      declarations = explanation.declarations.map(Declaration.init)
    }
  }

  private struct Declaration: Encodable {
    let place: String
    let through: String?
    let starts: String?
    let expires: String?
    let phase: String
    let excludedAgain: Bool

    init(_ declaration: MemberDeclaration) {
      place = declaration.place.description
      through = declaration.through
      starts = declaration.validity.starts?.description
      expires = declaration.validity.expires?.description
      excludedAgain = declaration.isTakenBack
      phase =
        switch declaration.phase {
        case .inForce: "in-force"
        case .upcoming: "upcoming"
        case .expired: "expired"
        }
    }
  }
}

import FoundationEssentials
import SegmentModel

/// Plan files of formats 1 and 2, which earlier versions wrote.
///
/// They list members as texts, without customer and place. Of the causes, this takes over which changes revert drift. Format 1 has no
/// `valid_until`: see ``PlanValidity``.
struct OlderPlanDocument: Decodable {
  private struct Segment: Decodable {
    var reasons: Reasons?
  }

  private struct Reasons: Decodable {
    /// Members that an apply had added, and that were removed outside segapply.
    var restored: [String]
    /// Members that were added outside segapply.
    var foreign: [String]
  }

  private var segments: [Segment]

  /// The document in the current format; `document` was decoded from the same file.
  func upgraded(_ document: PlanDocument) -> PlanDocument {
    var document = document
    document.version = PlanDocument.currentVersion
    // The older summaries do not count the members of deleted segments.
    for segment in document.segments where segment.ensure == SegmentPresence.absent.rawValue && segment.id != nil {
      document.summary.membersToRemove += segment.live.count
    }
    for (index, reasons) in segments.map(\.reasons).enumerated() {
      guard let reasons else { continue }
      let (restored, foreign) = (Set(reasons.restored), Set(reasons.foreign))
      document.segments[index].add = document.segments[index].add.map { member in
        member.profile.map(restored.contains) == true ? member.with(.removedOutside) : member
      }
      document.segments[index].remove = document.segments[index].remove.map { member in
        member.with(member.profile.map(foreign.contains) == true ? .addedOutside : .noLongerDeclared)
      }
    }
    return document
  }
}

extension PlanDocument.Member {
  enum CodingKeys: String, CodingKey {
    case profile, customer, place, cause, segment, day
  }

  init(from decoder: any Decoder) throws {
    guard let fields = try? decoder.container(keyedBy: CodingKeys.self) else {
      let text = try decoder.singleValueContainer().decode(String.self)
      let isCustomer = CustomerID(text: text) != nil
      let cause = decoder.codingPath.contains { $0.stringValue == "remove" } ? MemberCause.undeclared : .listed
      self.init(profile: isCustomer ? nil : text, customer: isCustomer ? text : nil, cause: cause.code)
      return
    }
    self.init(
      profile: try fields.decodeIfPresent(String.self, forKey: .profile),
      customer: try fields.decodeIfPresent(String.self, forKey: .customer),
      place: try fields.decodeIfPresent(String.self, forKey: .place),
      cause: try fields.decode(String.self, forKey: .cause),
      segment: try fields.decodeIfPresent(String.self, forKey: .segment),
      day: try fields.decodeIfPresent(String.self, forKey: .day)
    )
  }

  fileprivate func with(_ cause: MemberCause) -> PlanDocument.Member {
    var member = self
    member.cause = cause.code
    return member
  }
}

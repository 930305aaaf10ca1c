import FoundationEssentials
import SegmentModel

/// The plan file as it is on disk, in the shape that `docs/schemas/plan.schema.json` publishes with keys in snake case.
struct PlanDocument: Codable, Equatable {
  static let currentVersion = 3
  /// Replaces every checksum in a document without members.
  static let redacted = "redacted"

  var version: Int
  var toolVersion: String
  var createdAt: String
  var validUntil: String?
  var store: String
  var configurationDigest: String
  /// The plan id; absent in files of earlier releases.
  var id: String?
  var state: StateReference?
  var statePlace: String?
  /// The segments that `--target` named; absent for a plan of all segments.
  var targets: [String]?
  var summary: PlanSummary
  var segments: [Segment]
  var guardrails: [Guardrail]
  var warnings: [Warning]?
  /// SHA-256 over the whole document without this key; absent only while it is computed.
  var digest: String?

  struct Warning: Codable, Equatable {
    var code: String
    var summary: String
    var detail: String?
    var place: Place?
  }

  struct Place: Codable, Equatable {
    var file: String
    var line: Int
    var column: Int
    var endLine: Int
    var endColumn: Int
  }

  struct Segment: Codable, Equatable {
    var name: String
    var id: String?
    var actions: [String]
    var ensure: String
    var mode: String
    var description: String?
    var nameChange: SegmentUpdate.Change?
    var descriptionChange: SegmentUpdate.Change?
    var live: LiveFingerprint
    var desiredCount: Int
    var add: [Member]
    var newProfiles: [Member]?
    var remove: [Member]
    var maxRemovals: String
    /// Absent for the standard limit.
    var maxAdditions: String?
    var maxMembers: Int?
    var allowEmpty: Bool
    /// Absent when the state records no earlier count.
    var recentLive: Int?
    var takesOver: Bool?
    var kept: [String]?
    /// Absent when the origin of the members is not known, or when the segment has no changes.
    var lookedUp: Data?
    var sources: SourceNames?
    var drift: Drift?
    /// Absent when no promotion uses the segment, or the token may not read promotions.
    var promotions: [PromotionUse]?
  }

  /// A member to add or to remove.
  struct Member: Codable, Equatable {
    /// Absent for a customer whose profile is created.
    var profile: String?
    /// Decimal digits; absent if the number is not known.
    var customer: String?
    /// `file:line`; absent if nothing declares the member.
    var place: String?
    var cause: String
    var segment: String?
    var day: String?
  }

  struct Drift: Codable, Equatable {
    var segmentVanished: Bool
    var membersAdded: Int
    var membersRemoved: Int
    var renamedFrom: String?
  }

  struct Guardrail: Codable, Equatable {
    var code: String
    var message: String
    var confirmable: Bool
  }
}

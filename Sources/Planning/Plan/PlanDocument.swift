import SegmentModel

/// The plan file as it is on disk: the shape that `docs/schemas/plan.schema.json` publishes, which spells its keys in snake case.
struct PlanDocument: Codable, Equatable {
  static let currentVersion = 1
  /// What stands for a checksum in a document without members.
  static let redacted = "redacted"

  var version: Int
  var toolVersion: String
  var createdAt: String
  var store: String
  var configurationDigest: String
  var state: State?
  /// Absent in documents of older versions.
  var statePlace: String?
  var summary: Summary
  var segments: [Segment]
  var guardrails: [Guardrail]
  /// Absent when there are none.
  var assumedProfiles: [AssumedProfile]?
  /// SHA-256 over the whole document without this key; absent only while it is computed.
  var digest: String?

  struct State: Codable, Equatable {
    var lineage: String
    var serial: Int
  }

  struct AssumedProfile: Codable, Equatable {
    var customer: String
    var shopperProfileId: String
  }

  struct Summary: Codable, Equatable {
    var segmentsToCreate: Int
    var segmentsToUpdate: Int
    var segmentsToDelete: Int
    var segmentsUnchanged: Int
    var segmentsUnmanaged: Int
    var membersToAdd: Int
    var membersToRemove: Int
    var profilesToCreate: Int
  }

  struct Segment: Codable, Equatable {
    var name: String
    var id: String?
    var actions: [String]
    var ensure: String
    var mode: String
    var description: String?
    var nameChange: Change?
    var descriptionChange: Change?
    var live: Fingerprint
    var desiredCount: Int
    var add: [String]
    /// Customers, as decimal digits.
    var newProfiles: [String]?
    var remove: [String]
    var maxRemovals: String
    var allowEmpty: Bool
    var drift: Drift?
    var reasons: Reasons?
    var origins: Origins?
  }

  struct Reasons: Codable, Equatable {
    var restored: [String]
    var foreign: [String]
  }

  struct Origins: Codable, Equatable {
    var included: [String]
    var excluded: [String]
    var expired: [String]
  }

  struct Change: Codable, Equatable {
    var from: String
    var to: String
  }

  struct Fingerprint: Codable, Equatable {
    var count: Int
    var sha256: String
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

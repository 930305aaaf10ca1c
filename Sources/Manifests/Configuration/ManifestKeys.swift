/// The keys of a manifest as the reader looks them up; `Schema/ManifestPlace.swift` says which there are.
enum ManifestKeys {
  /// What keys begin with that this program does not read.
  static let extensionPrefix = ManifestPlace.ownKeyPrefix

  /// A mapping that has keys of its own.
  enum Place: Hashable, Sendable {
    case manifest
    case defaults
    case segment
    case guardrails
    /// An entry of `members` that is no bare id.
    case member
    /// An entry of `members_from`.
    case memberList
    case expectation
    /// An entry of `include` or `exclude` that is no bare name.
    case reference

    /// Every key that may stand there, in the order in which people write them.
    var keys: [String] {
      switch self {
      case .manifest: Self.manifestKeys
      case .defaults: Self.defaultsKeys
      case .segment: Self.segmentKeys
      case .guardrails: Self.guardrailsKeys
      case .member: Self.memberKeys
      case .memberList: Self.memberListKeys
      case .expectation: Self.expectationKeys
      case .reference: Self.referenceKeys
      }
    }

    // Looked up for every mapping of a manifest, so made once.
    private static let manifestKeys = ManifestPlace.manifest.keys.map(\.name)
    private static let defaultsKeys = ManifestPlace.defaults.keys.map(\.name)
    private static let segmentKeys = ManifestPlace.segment.keys.map(\.name)
    private static let guardrailsKeys = ManifestPlace.guardrails.keys.map(\.name)
    private static let memberKeys = ManifestPlace.member.keys.map(\.name)
    private static let memberListKeys = ManifestPlace.membersFrom.keys.map(\.name)
    private static let expectationKeys = ManifestPlace.expect.keys.map(\.name)
    private static let referenceKeys = ManifestPlace.operand.keys.map(\.name)

    /// Whether keys that begin with ``ManifestKeys/extensionPrefix`` may stand there, for anchors to live under.
    var allowsExtensions: Bool { self == .manifest }

    /// The place in words.
    var words: String {
      switch self {
      case .manifest: "a manifest"
      case .defaults: "defaults"
      case .segment: "a segment"
      case .guardrails: "guardrails"
      case .member: "a member"
      case .memberList: "a list of members"
      case .expectation: "an expectation"
      case .reference: "a segment to include or exclude"
      }
    }
  }
}

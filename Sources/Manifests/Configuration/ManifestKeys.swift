/// The keys of a manifest, in the order in which people write them.
enum ManifestKeys {
  /// What keys begin with that this program does not read.
  static let extensionPrefix = "x-"

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

    /// Every key that may stand there.
    var keys: [String] {
      switch self {
      case .manifest: ["version", "vars", "defaults", "segments"]
      case .defaults: ["mode", "guardrails", "on_unknown"]
      case .segment:
        [
          "name", "id", "description", "mode", "ensure", "members", "members_from", "include", "exclude", "on_unknown",
          "guardrails", "allow_empty",
        ]
      case .guardrails: ["max_removals"]
      case .member: ["profile", "customer", "email", "starts", "expires"]
      case .memberList: ["file", "column", "as", "starts", "expires", "expect"]
      case .expectation: ["min", "max"]
      case .reference: ["live"]
      }
    }

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

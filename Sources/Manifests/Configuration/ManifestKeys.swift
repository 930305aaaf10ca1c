/// The keys of a manifest, in the order in which people write them.
enum ManifestKeys {
  /// A mapping that has keys of its own.
  enum Place: Hashable, Sendable {
    case manifest
    case defaults
    case segment
    case guardrails

    /// Every key that may stand there.
    var keys: [String] {
      switch self {
      case .manifest: ["version", "defaults", "segments"]
      case .defaults: ["mode", "guardrails"]
      case .segment: ["name", "id", "description", "mode", "ensure", "members", "guardrails", "allow_empty"]
      case .guardrails: ["max_removals"]
      }
    }

    /// The place in words.
    var words: String {
      switch self {
      case .manifest: "a manifest"
      case .defaults: "defaults"
      case .segment: "a segment"
      case .guardrails: "guardrails"
      }
    }
  }
}

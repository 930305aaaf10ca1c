import Crypto
import SegmentModel

/// The SHA-256 of what a configuration declares: equal for two spellings of the same segments, whatever their order or comments.
package enum ConfigurationDigest {
  /// `sha256:` and 64 lower-case hexadecimal digits.
  ///
  /// O(members).
  package static func of(_ segments: [DesiredSegment]) -> String {
    var hash = SHA256()
    for segment in segments.sorted(by: { $0.name < $1.name }) {
      let fields = [
        segment.name.text,
        segment.pinnedID?.description,
        segment.description,
        segment.mode.rawValue,
        segment.presence.rawValue,
        (segment.limits.removals ?? .standardRemovals).description,
        segment.limits.additions?.description,
        segment.limits.members?.description,
        segment.allowsEmpty ? "allow-empty" : nil,
        LiveFingerprint(of: segment.members).sha256,
        segment.withoutProfile.isEmpty ? nil : segment.withoutProfile.map(\.description).joined(separator: ","),
      ]
      for field in fields { hash.update(field: field) }
    }
    return "sha256:" + hash.finalize().hexadecimalText
  }
}

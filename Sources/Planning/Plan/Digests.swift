import Crypto
package import SegmentModel

/// Identifies a set of live members without naming them: their count and the SHA-256 of their sorted 16-byte ids.
package struct LiveFingerprint: Codable, Hashable, Sendable {
  package internal(set) var count: Int
  /// 64 lower-case hexadecimal digits.
  package internal(set) var sha256: String

  package init(count: Int, sha256: String) {
    self.count = count
    self.sha256 = sha256
  }

  /// O(n).
  package init(of members: MemberSet) {
    var hash = SHA256()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16 * 4096)
    for id in members {
      id.bits.appendBigEndianBytes(to: &bytes)
      if bytes.count >= 16 * 4096 {
        hash.update(data: bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    hash.update(data: bytes)
    self.init(count: members.count, sha256: hash.finalize().hexadecimalText)
  }
}

/// The SHA-256 of what a configuration declares; the order of segments, comments and spelling do not matter.
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

extension Plan {
  /// SHA-256 over the store and, by segment, the actions and the members that they change.
  ///
  /// It leaves out times, versions, serials, limits and display fields. O(members to change).
  package var id: PlanID {
    var hash = SHA256()
    hash.update(field: header.store)
    for segment in segments where segment.hasChanges {
      hash.update(field: segment.name.text)
      hash.update(field: segment.change.segmentID?.description)
      hash.update(field: segment.actions.map(\.rawValue).joined(separator: ","))
      switch segment.change {
      case .create(let description): hash.update(field: description)
      case .update(_, let update):
        hash.update(field: update.name?.to)
        hash.update(field: update.description?.to)
      case .keep, .delete, .stayAbsent: hash.update(field: nil)
      }
      hash.update(field: LiveFingerprint(of: segment.add).sha256)
      hash.update(field: segment.newProfiles.map(\.description).joined(separator: ","))
      hash.update(field: LiveFingerprint(of: segment.remove).sha256)
    }
    return PlanID(sha256: hash.finalize())
  }
}

extension SHA256 {
  /// Writes the length first, so that different lists of fields give different bytes; -1 marks an absent field.
  mutating func update(field: String?) {
    update(data: Array("\(field?.utf8.count ?? -1):\(field ?? "")".utf8))
  }
}

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

/// The SHA-256 of what manifests declare, built field by field in an order that the caller keeps.
package struct ConfigurationDigest {
  /// Earlier releases wrote `sha256:` and a digest over customers that were looked up.
  private static let prefix = "declared:"
  private var hash = SHA256()

  package init() {}

  /// `declared:` and 64 lower-case hexadecimal digits.
  package var text: String { Self.prefix + hash.finalize().hexadecimalText }

  /// Adds a field; `nil` is a field too.
  package mutating func add(_ field: String?) { hash.update(field: field) }

  /// Adds a set of members, or of the ``standIn(for:)`` of texts.
  package mutating func add(_ members: MemberSet) { hash.update(field: LiveFingerprint(of: members).sha256) }

  /// Half of the SHA-256 of a text, so that texts can be a `MemberSet`, in 16 bytes each and in any order.
  package static func standIn(for text: String) -> ShopperProfileID {
    SHA256.hash(data: Array(text.utf8)).withUnsafeBytes { ShopperProfileID(bits: UUIDBits(bigEndianBytes: $0, at: 0)) }
  }

  /// Whether two digests are of different declarations; `nil` if only one of them is by an earlier release.
  package static func differ(_ one: String, _ other: String) -> Bool? {
    one.hasPrefix(prefix) == other.hasPrefix(prefix) ? one != other : nil
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

extension DriftReport {
  /// SHA-256 over the drift, whenever it was found; `nil` without drift.
  ///
  /// It leaves out times, counts of other members and display fields. O(drifted members).
  package var digest: String? {
    guard hasDrift else { return nil }
    var hash = SHA256()
    for segment in drifted {
      let facts = [segment.name, segment.id?.description, segment.status.rawValue, segment.renamedTo]
      for fact in facts { hash.update(field: fact) }
      for members in [segment.added, segment.removed] {
        for kind in [members.contradicting, members.undeclared, members.agreeing] {
          hash.update(field: LiveFingerprint(of: kind).sha256)
        }
      }
    }
    return hash.finalize().hexadecimalText
  }
}

extension SHA256 {
  /// Writes the length first, so that different lists of fields give different bytes; -1 marks an absent field.
  mutating func update(field: String?) {
    update(data: Array("\(field?.utf8.count ?? -1):\(field ?? "")".utf8))
  }
}

import Crypto
package import SegmentModel

extension Plan {
  /// SHA-256 over the store and, by segment, what is done with the segment and with which members.
  ///
  /// Times, versions, serials, limits and what is only displayed are left out. O(members to change).
  package var id: PlanID {
    var hash = SHA256()
    hash.update(field: header.store)
    for segment in segments where segment.hasChanges {
      hash.update(field: segment.name.text)
      hash.update(field: segment.change.segmentID?.description)
      hash.update(field: segment.actions.map(\.rawValue).joined(separator: ","))
      switch segment.change {
      case .create(let description): hash.update(field: description)
      case .update(_, let update): hash.update(field: update.description?.to)
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
  /// Length first, so that no two lists of fields give the same bytes; -1 tells an absent field from an empty one.
  mutating func update(field: String?) {
    update(data: Array("\(field?.utf8.count ?? -1):\(field ?? "")".utf8))
  }
}

import Manifests
import Planning
import SegmentModel

extension LoadedConfiguration {
  /// The digest of what the manifests declare, before any look-up.
  ///
  /// Comments, order, spelling, repetitions, and where something is declared do not matter. O(members), without a request.
  package var digest: String {
    var digest = ConfigurationDigest()
    for segment in configuration.segments {
      let limits = SegmentLimits(segment.limits, allowsEmpty: segment.allowsEmpty)
      for field in [
        segment.name.text, segment.id?.description, segment.description, segment.mode.rawValue, segment.presence.rawValue,
        limits.maximumRemovals.description, limits.maximumAdditions.description, limits.maximumMembers?.description,
        limits.allowsEmpty.description,
      ] { digest.add(field) }
    }
    for group in configuration.groups.sorted(by: { $0.name < $1.name }) {
      for field in [group.name.text, group.kind.rawValue, group.unknownCustomers.rawValue] { digest.add(field) }
      for references in [group.includes, group.excludes] {
        digest.add(MemberSet(references.map { ConfigurationDigest.standIn(for: $0.declaration) }))
      }
      for named in group.named {
        digest.add(named.profiles) { $0 }
        digest.add(named.customers) { customer in
          switch customer {
          case .id(let id): ShopperProfileID(bits: UUIDBits(high: 0, low: UInt64(id.number)))
          case .email(let email): ConfigurationDigest.standIn(for: email.text)
          }
        }
      }
    }
    return digest.text
  }
}

extension ConfigurationDigest {
  fileprivate mutating func add<Subject>(_ members: DeclaredMembers<Subject>, standIn: (Subject) -> ShopperProfileID) {
    let byDays = members.byValidity
    add("\(byDays.count)")
    for (validity, subjects) in byDays.sorted(by: { $0.key.days < $1.key.days }) {
      add(validity.days)
      add(MemberSet(subjects.map(standIn)))
    }
  }
}

extension SegmentReference {
  fileprivate var declaration: String {
    let kind = if case .live = target { "live" } else { "declared" }
    return "\(kind) \(validity.days) \(allowsEmpty) \(target.name)"
  }
}

extension Validity {
  fileprivate var days: String { [starts, expires].map { $0?.description ?? "" }.joined(separator: "..") }
}

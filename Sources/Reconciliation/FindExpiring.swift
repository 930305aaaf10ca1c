import Manifests
package import Planning
import SegmentModel

extension LoadedConfiguration {
  /// The members whose declaration ends within this many days, by day, segment and place.
  ///
  /// - Parameter days: How far to look: 1 for what leaves at the coming midnight UTC.
  /// - Returns: The declarations; a member that is declared twice may stay for all that.
  package func expiring(within days: Int) -> [ExpiringMember] {
    let today = configuration.day
    let last = today.advanced(by: days)
    func isWanted(_ expires: CalendarDay) -> Bool { today < expires && expires <= last }
    let found = configuration.segments.flatMap { segment -> [ExpiringMember] in
      let profiles = segment.profiles.expiring.filter { isWanted($0.expires) }.map {
        ExpiringMember(segment: segment.name, subject: .profile($0.subject), expires: $0.expires, range: $0.range)
      }
      let customers = segment.customers.expiring.filter { isWanted($0.expires) }.map {
        ExpiringMember(segment: segment.name, subject: .init($0.subject), expires: $0.expires, range: $0.range)
      }
      return profiles + customers
    }
    return found.sorted { ($0.expires, $0.segment, $0.range) < ($1.expires, $1.segment, $1.range) }
  }
}

extension ExpiringMember.Subject {
  fileprivate init(_ reference: CustomerReference) {
    switch reference {
    case .id(let id): self = .customer(id)
    case .email: self = .email
    }
  }
}

import SegmentModel
import StoreClient

/// The store's customers that manifests name.
struct CustomerDirectory: Sendable {
  /// The result of looking up one customer.
  enum Resolution: Hashable, Sendable {
    case profile(ShopperProfileID)
    /// A customer without a shopper profile.
    case withoutProfile(CustomerID)
    case unknown
    /// Several customers have this address; ascending.
    case ambiguous([CustomerID])
  }

  private var byID: [CustomerID: Resolution] = [:]
  /// In a store with several storefronts, several customers can have the same address.
  private var byEmail: [EmailAddress: [CustomerID]] = [:]

  /// The profiles that the state records for customers that were not looked up.
  private var recorded: [CustomerID: ShopperProfileID] = [:]

  private var standIns: [CustomerReference: ShopperProfileID] = [:]

  init(_ customers: [StoreCustomer]) { self = Self([:]).adding(customers) }

  /// The recorded profiles of customers that are named by number.
  ///
  /// The state has no emails. A number with two recorded profiles is looked up.
  init(_ segments: [RecordedSegment], named: [CustomerReference]) {
    let named = Set(named)
    let members = segments.compactMap(\.sources).flatMap(\.lookedUp).filter { named.contains(.id($0.customer)) }
    let profiles = members.map { ($0.customer, ShopperProfileID?.some($0.profile)) }
    self.init(Dictionary(profiles, uniquingKeysWith: { $0 == $1 ? $0 : nil }).compactMapValues(\.self))
  }

  private init(_ recorded: [CustomerID: ShopperProfileID]) {
    self.recorded = recorded
    byID = recorded.mapValues { .profile($0) }
  }

  /// Forgets the recorded profiles that no listing shows with their customer; whether there were any.
  mutating func forgetUnlisted(_ listings: some Sequence<CustomerNumbers>) -> Bool {
    var listed = CustomerNumbers(of: MemberSet(recorded.values))
    for listing in listings { listed.learn(from: listing) }
    let unlisted = recorded.filter { listed[$0.value] != $0.key }.keys
    for customer in unlisted {
      recorded[customer] = nil
      byID[customer] = nil
    }
    return !unlisted.isEmpty
  }

  func adding(_ customers: [StoreCustomer]) -> CustomerDirectory {
    var directory = self
    for customer in customers {
      directory.byID[customer.id] = customer.profileID.map { .profile($0) } ?? .withoutProfile(customer.id)
      directory.recorded[customer.id] = nil
      if let email = customer.email { directory.byEmail[email, default: []].append(customer.id) }
    }
    return directory
  }

  /// A directory in which each of these customers is a person of its own with a made-up profile, for questions without a store.
  init(standIns: [CustomerReference: ShopperProfileID]) {
    self.standIns = standIns
  }

  /// The profiles of all known customers who have one.
  var profiles: [CustomerID: ShopperProfileID] {
    byID.compactMapValues { resolution in
      if case .profile(let id) = resolution { id } else { nil }
    }
  }

  /// The member and its customer number; `nil` if the customer is not found or has no profile.
  func lookedUp(_ reference: CustomerReference) -> LookedUpMember? {
    guard case .profile(let profile) = resolve(reference) else { return nil }
    switch reference {
    case .id(let id): return LookedUpMember(profile: profile, customer: id, isByEmail: false)
    case .email(let email):
      return byEmail[email]?.first.map { LookedUpMember(profile: profile, customer: $0, isByEmail: true) }
    }
  }

  func resolve(_ reference: CustomerReference) -> Resolution {
    if let profile = standIns[reference] { return .profile(profile) }
    return switch reference {
    case .id(let id): byID[id] ?? .unknown
    case .email(let email): resolve(byEmail[email] ?? [])
    }
  }

  private func resolve(_ customers: [CustomerID]) -> Resolution {
    guard let customer = customers.first else { return .unknown }
    return customers.count == 1 ? byID[customer] ?? .unknown : .ambiguous(customers.sorted())
  }
}

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

  /// Profiles from a cache, which were not looked up in the store.
  let assumed: [CustomerID: ShopperProfileID]

  private var standIns: [CustomerReference: ShopperProfileID] = [:]

  init(_ customers: [StoreCustomer], assumed: [CustomerID: ShopperProfileID] = [:]) {
    self.assumed = assumed
    for (customer, profile) in assumed { byID[customer] = .profile(profile) }
    for customer in customers {
      byID[customer.id] = customer.profileID.map { .profile($0) } ?? .withoutProfile(customer.id)
      if let email = customer.email { byEmail[email, default: []].append(customer.id) }
    }
  }

  /// A directory in which each of these customers is a person of its own with a made-up profile, for questions without a store.
  init(standIns: [CustomerReference: ShopperProfileID]) {
    assumed = [:]
    self.standIns = standIns
  }

  /// The profiles of all looked-up and assumed customers who have one.
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

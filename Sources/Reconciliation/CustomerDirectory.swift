import SegmentModel
import StoreClient

/// What the store knows of the customers that manifests name.
struct CustomerDirectory: Sendable {
  /// What became of a customer that a manifest names.
  enum Resolution: Hashable, Sendable {
    case profile(ShopperProfileID)
    /// A customer whose profile is still to be created.
    case withoutProfile(CustomerID)
    case unknown
    /// Several customers have the address; ascending.
    case ambiguous([CustomerID])
  }

  private var byID: [CustomerID: Resolution] = [:]
  /// A store with several storefronts may have one address several times.
  private var byEmail: [EmailAddress: [CustomerID]] = [:]

  /// What a cache said and nobody asked the store about.
  let assumed: [CustomerID: ShopperProfileID]

  init(_ customers: [StoreCustomer], assumed: [CustomerID: ShopperProfileID] = [:]) {
    self.assumed = assumed
    for (customer, profile) in assumed { byID[customer] = .profile(profile) }
    for customer in customers {
      byID[customer.id] = customer.profileID.map { .profile($0) } ?? .withoutProfile(customer.id)
      if let email = customer.email { byEmail[email, default: []].append(customer.id) }
    }
  }

  /// Every customer that has a profile, as far as is known.
  var profiles: [CustomerID: ShopperProfileID] {
    byID.compactMapValues { resolution in
      if case .profile(let id) = resolution { id } else { nil }
    }
  }

  /// The member that is meant, with the customer's number; `nil` for a customer who is not found, or has no profile.
  func lookedUp(_ reference: CustomerReference) -> LookedUpMember? {
    guard case .profile(let profile) = resolve(reference) else { return nil }
    switch reference {
    case .id(let id): return LookedUpMember(profile: profile, customer: id, isByEmail: false)
    case .email(let email):
      return byEmail[email]?.first.map { LookedUpMember(profile: profile, customer: $0, isByEmail: true) }
    }
  }

  func resolve(_ reference: CustomerReference) -> Resolution {
    switch reference {
    case .id(let id): byID[id] ?? .unknown
    case .email(let email): resolve(byEmail[email] ?? [])
    }
  }

  private func resolve(_ customers: [CustomerID]) -> Resolution {
    guard let customer = customers.first else { return .unknown }
    return customers.count == 1 ? byID[customer] ?? .unknown : .ambiguous(customers.sorted())
  }
}

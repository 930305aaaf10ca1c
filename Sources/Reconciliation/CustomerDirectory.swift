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

  init(_ customers: [StoreCustomer]) {
    for customer in customers {
      byID[customer.id] = customer.profileID.map { .profile($0) } ?? .withoutProfile(customer.id)
      if let email = customer.email { byEmail[email, default: []].append(customer.id) }
    }
  }

  /// Who is meant.
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

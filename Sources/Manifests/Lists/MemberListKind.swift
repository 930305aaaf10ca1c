/// What the ids of a list are.
package enum MemberListKind: String, Hashable, Sendable, CaseIterable {
  case profile = "shopper_profile_id"
  case customer = "customer_id"
  case email
}

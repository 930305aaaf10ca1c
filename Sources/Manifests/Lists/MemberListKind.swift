/// What the values of a list are.
package enum MemberListKind: String, CaseIterable, Hashable, Sendable {
  /// Ids of shopper profiles: the members themselves.
  case shopperProfileID = "shopper_profile_id"
  /// Ids of customers, whose profiles are the members.
  case customerID = "customer_id"
  /// Addresses of customers, whose profiles are the members; personal data, which no message shows.
  case email
}

/// What the simulator's token may do (segments.v3.yml, security scheme).
package enum AccessScope: String, Hashable, Sendable, CaseIterable {
  /// `store_v2_customers_read_only`: reading, but not the list of a segment's members.
  case readOnly = "read-only"
  /// `store_v2_customers`: everything.
  case modify
}

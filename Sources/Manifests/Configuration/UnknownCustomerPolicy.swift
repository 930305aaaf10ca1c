/// What becomes of a customer that the store does not know: `on_unknown` in a manifest.
package enum UnknownCustomerPolicy: String, Hashable, Sendable, CaseIterable {
  /// Nothing is planned.
  case error
  /// It is left out, and the plan warns of it; a member that the last apply added for it stays.
  case warn
  /// It is left out; a member that the last apply added for it stays, which the plan warns of.
  case skip
  /// It is left out, and a member that the last apply added for it is removed; the plan warns of it.
  case remove
}

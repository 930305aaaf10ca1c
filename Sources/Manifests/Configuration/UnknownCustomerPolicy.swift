/// What becomes of a customer that the store does not know: `on_unknown` in a manifest.
package enum UnknownCustomerPolicy: String, Hashable, Sendable, CaseIterable {
  /// Nothing is planned.
  case error
  /// It is left out, and the plan warns of it.
  case warn
  /// It is left out.
  case skip
}

package import Diagnostics
package import SegmentModel

/// The store refuses to look for this customer, even when nobody else is asked for; an email that it does not take for one, perhaps.
///
/// It does not print the email: who knows where the customer is declared says that.
package struct RefusedCustomerError: DiagnosedError, Hashable {
  /// The customer as it was asked for.
  package let reference: CustomerReference
  /// What the store answered: `rejected`.
  package let cause: StoreError

  package var diagnostics: [Diagnostic] {
    let customer =
      switch reference {
      case .id(let id): "customer \(id)"
      case .email: "a customer by its email"
      }
    return [
      Diagnostic(
        .error,
        code: "customer-refused",
        summary: "the store refuses to look for \(customer)",
        detail: "The address or id may not be valid for this store.\n\nThe request was \(cause.call)."
      )
    ]
  }
}

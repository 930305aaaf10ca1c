/// The files that `segplan init` writes: a manifest with a list of members.
///
/// Its customers are examples. No store has an address at example.com (RFC 2606), so a plan stops until they are
/// replaced, and nobody gets into a segment by accident.
package enum FirstManifest {
  package static let fileName = "segments.yaml"
  package static let listName = "vip.csv"

  /// Formatted as `segplan fmt` does.
  package static let text = """
    # yaml-language-server: $schema=\(ManifestSchema.fileName)

    # The members of the customer segments of the store. All names and customers here are examples: replace them.
    version: 1

    defaults:
      # authoritative: exactly the declared members. additive: at least these; segplan removes only members that it added itself.
      mode: additive
      guardrails:
        # The maximum number of members of a segment that one run may remove: a share, or a number.
        max_removals: 25%

    sets:
      # Customers under a name that is no segment in the store.
      - name: Staff
        members:
          - customer: 1006

    segments:
      # segplan finds a segment by its name, and creates it if the store has none with that name.
      - name: VIP customers
        description: Spend above 5k a year
        members:
          # The number of a customer, as the control panel shows it.
          - customer: 1001
          # A member until the start of a day.
          - customer: 1002
            expires: 2099-01-01
          - email: ada@example.com
        members_from:
          # A spreadsheet, saved as CSV. If it has fewer customers than `min`, the run stops.
          - file: \(listName)
            column: customer_id
            expect:
              min: 2
        # Never members, however they are declared above.
        exclude:
          - Staff

    """

  package static let list = """
    customer_id,name
    1003,Grace Hopper
    1004,Alan Turing

    """
}

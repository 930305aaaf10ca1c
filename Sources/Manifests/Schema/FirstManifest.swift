/// The manifest that `segplan init` writes.
///
/// It changes nothing in any store.
package enum FirstManifest {
  package static let fileName = "segments.yaml"

  /// Formatted as `segplan fmt` does.
  package static let text = """
    # yaml-language-server: $schema=\(ManifestSchema.fileName)

    # The members of the customer segments of the store.
    version: 1

    defaults:
      # authoritative: exactly the declared members. additive: at least these; segplan removes only members that it added itself.
      mode: additive
      guardrails:
        # The maximum number of members of a segment that one run may remove: a share, or a number.
        max_removals: 25%

    segments:
      # segplan finds a segment by its name, and creates it if the store has none with that name.
      - name: My first segment
        description: Declared with segplan
        # Shopper profile ids, one per line:
        #   - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
        members: []

    """
}

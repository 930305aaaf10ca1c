/// The manifest that `segplan init` writes: one to begin with, which changes nothing in any store.
package enum FirstManifest {
  package static let fileName = "segments.yaml"

  /// Its text, in the form that the formatter gives it.
  package static let text = """
    # yaml-language-server: $schema=\(ManifestSchema.fileName)

    # Which shopper profiles the customer segments of the store have.
    version: 1

    defaults:
      # authoritative: exactly the declared members. additive: at least these; removed are only members that segplan added itself.
      mode: additive
      guardrails:
        # How many members of a segment one run may remove: a share, or a number.
        max_removals: 25%

    segments:
      # A segment is found by its name, and created when the store has none of that name.
      - name: My first segment
        description: Declared with segplan
        # Shopper profile ids, one a line:
        #   - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
        members: []

    """
}

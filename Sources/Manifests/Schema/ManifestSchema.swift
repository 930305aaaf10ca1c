/// The JSON Schema of manifests, for editors and other checkers: `docs/schemas/segplan.schema.json`.
///
/// It uses draft 7, which yaml-language-server knows best. It describes a single manifest. `segplan validate` also
/// checks what needs several of them, such as two segments of one name. Tests compare it with ``ManifestPlace``.
package enum ManifestSchema {
  /// The name of the file beside the manifests.
  package static let fileName = "segplan.schema.json"

  package static let text = String(decoding: PackageResources.segplan_schema_json, as: UTF8.self)
}

/// The files that `segplan init` writes: a manifest with a list of members.
///
/// Its customers are examples. No store has an address at example.com (RFC 2606), so a plan stops until they are
/// replaced, and nobody gets into a segment by accident.
package enum FirstManifest {
  package static let fileName = "segments.yaml"
  package static let listName = "vip.csv"

  /// Formatted as `segplan fmt` does.
  package static let text = String(decoding: PackageResources.segments_yaml, as: UTF8.self)
  package static let list = String(decoding: PackageResources.vip_csv, as: UTF8.self)
}

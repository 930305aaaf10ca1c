import FileAccess

/// Reads all members from a list in a file of its own, against the same members in YAML.
struct ListFileWork {
  /// How the list is written.
  enum Form: String {
    case text
    case csv
  }

  private let settings: WorkSettings
  private let form: Form

  init(_ settings: WorkSettings, _ form: Form) {
    self.settings = settings
    self.form = form
  }

  func samples() async throws -> [Sample] {
    let ids = MadeUpMembers.random(settings.members)
    let inYAML = settings.folder + "/inline.yaml"
    try FileAccess.writeDurably(MadeUpMembers.manifest(name: "Many", ids), to: inYAML)
    let fileName = form == .text ? "members.txt" : "members.csv"
    let lines = ids.enumerated().map { index, id in form == .text ? "\(id)\n" : "\(index),\(id),2026-01-01\n" }
    let header = form == .text ? "" : "customer,shopper_profile_id,since\n"
    try FileAccess.writeDurably(Array((header + lines.joined()).utf8), to: "\(settings.folder)/\(fileName)")
    let column = form == .text ? "" : "        column: shopper_profile_id\n"
    let manifest = "version: 1\nsegments:\n  - name: Many\n    members_from:\n      - file: \(fileName)\n\(column)"
    let path = settings.folder + "/lists.yaml"
    try FileAccess.writeDurably(Array(manifest.utf8), to: path)
    return [
      try await settings.measurement.sample(
        form == .text ? .text : .csv,
        members: settings.members,
        floor: { try ParseWork.read(inYAML, count: settings.members) },
        body: { _ in try ParseWork.read(path, count: settings.members) }
      )
    ]
  }
}

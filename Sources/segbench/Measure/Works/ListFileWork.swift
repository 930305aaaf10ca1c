import FileAccess
import SegmentModel

/// Reads all members from a list in a file of its own, against the same members in YAML.
struct ListFileWork {
  /// How the list is written.
  enum Form: String {
    case text
    case csv
  }

  /// A manifest with more is larger than any that is read.
  private static let mostInYAML = 5_000_000

  private let settings: WorkSettings
  private let form: Form

  init(_ settings: WorkSettings, _ form: Form) {
    self.settings = settings
    self.form = form
  }

  func samples() async throws -> [Sample] {
    let inYAML = settings.folder + "/inline.yaml"
    let hasFloor = settings.members <= Self.mostInYAML
    if hasFloor {
      try FileAccess.writeDurably(MadeUpMembers.manifest(name: "Many", MadeUpMembers.random(settings.members)), to: inYAML)
    }
    let fileName = form == .text ? "members.txt" : "members.csv"
    try FileAccess.writeDurably(content(MadeUpMembers.random(settings.members)), to: "\(settings.folder)/\(fileName)")
    let column = form == .text ? "" : "        column: shopper_profile_id\n"
    let manifest = "version: 1\nsegments:\n  - name: Many\n    members_from:\n      - file: \(fileName)\n\(column)"
    let path = settings.folder + "/lists.yaml"
    try FileAccess.writeDurably(Array(manifest.utf8), to: path)
    return [
      try await settings.measurement.sample(
        form == .text ? .text : .csv,
        members: settings.members,
        floor: hasFloor ? { try ParseWork.read(inYAML, count: settings.members) } : nil,
        body: { _ in try ParseWork.read(path, count: settings.members) }
      )
    ]
  }

  private func content(_ ids: [ShopperProfileID]) -> [UInt8] {
    var content: [UInt8] = []
    // At once, so that the memory goes back to the system and does not count as that of the work.
    content.reserveCapacity(ids.count * (form == .text ? 37 : 60))
    if form == .csv { content += "customer,shopper_profile_id,since\n".utf8 }
    for (index, id) in ids.enumerated() {
      content += (form == .text ? "\(id)\n" : "\(index),\(id),2026-01-01\n").utf8
    }
    return content
  }
}

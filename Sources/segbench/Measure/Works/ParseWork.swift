import FileAccess
import Manifests

/// Reads a manifest with all members in one list, against libyaml's bare events.
struct ParseWork {
  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    let path = settings.folder + "/members.yaml"
    let manifest = MadeUpMembers.manifest(name: "Many", MadeUpMembers.random(settings.members))
    try FileAccess.writeDurably(manifest, to: path)
    let sample = try await settings.measurement.sample(
      .parse,
      members: settings.members,
      floor: {
        guard YAMLEventLoop.scalarCount(of: manifest) ?? 0 > settings.members else { throw WorkFailure("libyaml stopped early") }
      },
      body: { _ in
        let read = ConfigurationLoader.load(paths: [path])
        guard read.configuration?.segments.first?.members.count == settings.members else {
          throw WorkFailure("the manifest was not read")
        }
      }
    )
    return [sample]
  }
}

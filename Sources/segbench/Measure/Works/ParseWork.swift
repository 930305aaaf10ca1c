import Diagnostics
import FileAccess
import Manifests
import SegmentModel

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
      body: { _ in try Self.read(path, count: settings.members) }
    )
    return [sample]
  }

  /// Reads the only segment of a manifest to a sorted set, as a plan does.
  ///
  /// - Throws: ``WorkFailure`` when there are not so many members.
  static func read(_ path: String, count: Int) throws {
    let day = CalendarDay(daysSinceEpoch: 20_000)
    let read = ConfigurationLoader.load(paths: [path], LoadingOptions(day: day))
    guard read.configuration?.segments.first?.profiles.members(.inForce, on: day).count == count else {
      throw WorkFailure("the manifest was not read: \(read.diagnostics.sorted.first?.summary ?? "members are missing")")
    }
  }
}

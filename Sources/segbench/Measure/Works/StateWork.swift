import FileAccess
import SegmentModel
import StateStorage

/// Writes and reads a state, against the same bytes written and read as they are.
struct StateWork {
  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    let members = MemberSet(MadeUpMembers.random(settings.members))
    let store = StateStore(backend: LocalBackend(path: settings.folder + "/state.json"), store: "bench")
    let segment = RecordedSegment(
      id: SegmentID(bits: UUIDBits(high: 1, low: 1)),
      name: "Many",
      mode: .authoritative,
      members: members
    )
    let document = StateDocument(lineage: "bench", serial: 1, toolVersion: "bench", store: "bench", segments: [segment])
    let bytes = try StateCodec.encode(document)
    let plain = settings.folder + "/plain"
    var current: ReadState?
    var writing = try await settings.measurement.sample(
      .state,
      members: settings.members,
      floor: { try FileAccess.writeDurably(bytes, to: plain) },
      body: { _ in current = try await store.write(document, replacing: current) }
    )
    writing.facts = ["bytes": Double(bytes.count), "isRead": 0]
    var reading = try await settings.measurement.sample(
      .state,
      members: settings.members,
      floor: {
        guard try FileAccess.read(plain, limit: .max).count == bytes.count else { throw WorkFailure("the file is not whole") }
      },
      body: { _ in
        guard try await store.read()?.document == document else { throw WorkFailure("the state was not read") }
      }
    )
    reading.facts = ["bytes": Double(bytes.count), "isRead": 1]
    return [writing, reading]
  }
}

import Diagnostics
import Manifests
import Planning
import SegmentModel
import StoreClient
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Which of the store's segments an import reads.
struct ImportRunTests {
  private static func read(
    _ names: [String] = [],
    declared: String? = nil,
    naming: ImportedNaming = .customer,
    segments: [String: [Int]]
  ) async throws -> (imported: ImportedSegments, requests: [RequestRecord]) {
    var read: (ImportedSegments, [RequestRecord])?
    try await withRehearsal(profiles: 20, segments: segments) { rehearsal in
      let shop = Shop(rehearsal: rehearsal)
      if let declared { try shop.declare(declared) }
      let configuration = declared == nil ? nil : try shop.request().configuration.configuration
      let request = ImportRequest(names: names, declared: configuration, naming: naming)
      let imported = try await shop.withReconciler { try await request.read(client: $0.client) }
      read = (imported, rehearsal.store.log)
    }
    return try #require(read)
  }

  @Test func `an import reads all segments with their members, or only those that are named`() async throws {
    let all = try await Self.read(segments: ["B": [3], "A": [1, 2]]).imported
    #expect(all.segments.map(\.name.text) == ["A", "B"])
    #expect(all.segments.map(\.members.profiles) == [.numbered(1...2), .numbered([3])])
    #expect(all.notes.isEmpty)
    let (one, requests) = try await Self.read(["B"], segments: ["B": [3], "A": [1, 2]])
    #expect(one.segments.map(\.name.text) == ["B"])
    #expect(requests.count { $0.path.hasSuffix("/shopper-profiles") } == 1)
  }

  @Test func `members are named by the numbers that a plan finds, and the others by profile`() async throws {
    try await withShop(customers: 10) { shop in
      shop.store.simulator.edit { store in
        _ = try? store.createSegments([SegmentDraft(name: "VIP")])
        if let id = store.segment(named: "VIP")?.id { _ = store.insertMembers((1...4).map { .numbered($0) }, into: id) }
        store.forgetCustomer(3)
      }
      for naming in ImportedNaming.allCases {
        let request = ImportRequest(names: [], declared: nil, naming: naming)
        let imported = try await shop.withReconciler { try await request.read(client: $0.client) }
        let members = try #require(imported.segments.first?.members)
        #expect(members.profiles == .numbered(1...4))
        #expect((1...4).map { members[.numbered($0)]?.number } == (naming == .customer ? [1, 2, nil, 4] : [nil, nil, nil, nil]))
      }
    }
  }

  @Test func `a name that the store does not have is an error with a suggestion`() async throws {
    let error = await #expect(throws: DiagnosticsError.self) { try await Self.read(["Gold", "Stafff"], segments: ["Staff": []]) }
    #expect(error?.diagnostics.map(\.code) == ["unknown-live-segment", "unknown-live-segment"])
    #expect(error?.diagnostics.last?.suggestion == "Staff")
  }

  @Test func `segments that are declared by name or id are left out, with one note`() async throws {
    let declared = "  - {name: A, members: []}\n  - {name: b, members: []}"
    let imported = try await Self.read(declared: declared, segments: ["A": [1], "B": [2], "C": [3]]).imported
    #expect(imported.segments.map(\.name.text) == ["C"])
    #expect(imported.notes.codes == ["declared-already"])
    #expect(imported.notes.first?.summary == "2 segments that are already declared are left out")
    #expect(imported.notes.first?.detail?.contains("segments.yaml:3:") == true)
  }

  @Test func `a name that is not valid in a manifest is imported without its invisible characters, or left out`() async throws {
    let imported = try await Self.read(segments: ["VIP\u{200B}": [1], "Twin": [2], "TWIN": [3], " blank": [4]]).imported
    #expect(imported.segments.map(\.name.text) == ["TWIN", "VIP"])
    #expect(imported.notes.codes.sorted() == ["imported-renamed", "not-imported", "not-imported"])
  }
}

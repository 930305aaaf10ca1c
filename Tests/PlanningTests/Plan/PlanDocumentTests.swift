import SegmentModel
import TestSupport
import Testing

@testable import Planning

/// Files whose digest matches and whose content nobody planned.
///
/// The digest is no signature: everybody can compute it.
@Suite("Plan files that contradict themselves")
struct PlanDocumentTests {
  private static let file = "plan.json"

  /// Whether a plan file is read after a change to its document, signed anew.
  private static func isRead(_ change: (inout PlanDocument) -> Void) throws -> Bool {
    var document = PlanDocument(try PlanExample.everything(), guardrails: [])
    // The id depends on the members that some tests change.
    document.id = nil
    change(&document)
    do throws(PlanFileError) {
      _ = try PlanCodec.decode(try Self.signed(document), file: file)
      return true
    } catch {
      #expect(error == .contradictory(file: file))
      return false
    }
  }

  private static func signed(_ document: PlanDocument) throws(PlanFileError) -> [UInt8] {
    guard let bytes = try? PlanCodec.encode(document) else { throw .notAPlan(file: file) }
    return bytes
  }

  /// Where the example has its segments, by name.
  private static func changing(_ name: String, _ change: (inout PlanDocument.Segment) -> Void) throws -> Bool {
    try isRead { document in
      guard let index = document.segments.firstIndex(where: { $0.name == name }) else { return }
      change(&document.segments[index])
    }
  }

  @Test func `An unchanged document is read`() throws {
    #expect(try Self.isRead { _ in })
    #expect(try Self.changing("VIP") { _ in })
  }

  @Test func `An id must be that of the plan`() throws {
    let id = try PlanExample.everything().id.description
    #expect(try Self.isRead { $0.id = id })
    #expect(try !Self.isRead { $0.id = "p-" + String(repeating: "0", count: 64) })
    #expect(try !Self.isRead { $0.id = id.uppercased() })
  }

  @Test func `Counts that would mislead a reader or a guardrail are refused`() throws {
    #expect(try !Self.isRead { $0.summary.membersToRemove = 0 })
    #expect(try !Self.isRead { $0.summary.segmentsToDelete = 0 })
    #expect(try !Self.isRead { $0.summary.segmentsUnmanaged = -1 })
    #expect(try !Self.isRead { $0.state?.serial = -1 })
    for count in [-1, 0, 13, 11, .max, .min] {
      #expect(try !Self.changing("VIP") { $0.live.count = count }, "\(count)")
      #expect(try !Self.changing("VIP") { $0.desiredCount = count }, "\(count)")
    }
    #expect(try !Self.changing("VIP") { $0.drift?.membersAdded = -1 })
    #expect(try !Self.changing("Staff") { $0.desiredCount = 3 })
    #expect(try !Self.changing("Beta testers") { $0.live.count = 1 })
  }

  @Test func `Warnings that planning never gives are refused`() throws {
    func warnings(line: Int, endLine: Int) -> [PlanDocument.Warning] {
      let place = PlanDocument.Place(file: "a.yaml", line: line, column: 2, endLine: endLine, endColumn: 2)
      return [PlanDocument.Warning(code: "c", summary: "s", detail: nil, place: place)]
    }
    #expect(try Self.isRead { $0.warnings = warnings(line: 3, endLine: 3) })
    #expect(try !Self.isRead { $0.warnings = warnings(line: 3, endLine: 2) })
    #expect(try !Self.isRead { $0.warnings = warnings(line: 0, endLine: 2) })
    #expect(try !Self.isRead { $0.warnings = warnings(line: 3, endLine: .max) })
    #expect(try !Self.isRead { $0.warnings = [] })
  }

  @Test func `The actions follow from the planned changes`() throws {
    #expect(try !Self.changing("VIP") { $0.actions = ["update", "add"] })
    #expect(try !Self.changing("VIP") { $0.actions = ["no-op"] })
    #expect(try !Self.changing("Summer 2024") { $0.actions = ["no-op"] })
    #expect(try !Self.changing("Regulars") { $0.actions = ["delete"] })
  }

  @Test func `A plan with anything that an apply would not read is refused`() throws {
    #expect(try !Self.changing("Regulars") { $0.description = "shown and never set" })
    #expect(try !Self.changing("Summer 2024") { $0.nameChange = .init(from: "a", to: "b") })
    #expect(try !Self.changing("Beta testers") { $0.descriptionChange = .init(from: "a", to: "b") })
  }

  @Test func `Members are unique, ascending, in lower case, and either added or removed`() throws {
    let id = ShopperProfileID.numbered(0xabc).description
    #expect(try !Self.changing("VIP") { $0.add.reverse() })
    #expect(try !Self.changing("VIP") { $0.add[1] = $0.add[0] })
    #expect(try !Self.changing("VIP") { $0.add[1].profile = id.uppercased() })
    #expect(try !Self.changing("VIP") { $0.add[1].profile = "everybody" })
    #expect(try !Self.changing("VIP") { $0.add = $0.remove })
    #expect(try Self.changing("VIP") { $0.add[1].profile = id })
  }

  @Test func `The fields of a member are written as the schema says`() throws {
    #expect(try Self.changing("VIP") { $0.add[1].customer = "4527" })
    #expect(try !Self.changing("VIP") { $0.add[1].customer = "04527" })
    #expect(try Self.changing("VIP") { $0.add[1].place = "lists/crm.csv:1203" })
    #expect(try !Self.changing("VIP") { $0.add[1].place = "lists/crm.csv" })
    #expect(try !Self.changing("VIP") { $0.add[1].place = "lists/crm.csv:0" })
    #expect(try Self.changing("VIP") { ($0.add[1].cause, $0.add[1].day) = ("starts", "2026-12-01") })
    #expect(try !Self.changing("VIP") { ($0.add[1].cause, $0.add[1].day) = ("starts", "tomorrow") })
    #expect(try !Self.changing("VIP") { $0.add[1].cause = "no-longer-declared" })
    #expect(try !Self.changing("VIP") { $0.add[1].segment = "a listed member has none" })
  }

  @Test func `A segment to delete, or to stay absent, has no members to change`() throws {
    for name in ["Summer 2024", "Winter 2023"] {
      #expect(
        try !Self.changing(name) {
          $0.add = [PlanDocument.Member(profile: ShopperProfileID.numbered(1).description, cause: "listed")]
          $0.actions.append("add")
        }
      )
    }
  }

  @Test func `Values that the schema does not allow are refused`() throws {
    #expect(try !Self.changing("VIP") { $0.mode = "exclusive" })
    #expect(try !Self.changing("VIP") { $0.ensure = "deleted" })
    #expect(try !Self.changing("VIP") { $0.maxRemovals = "101%" })
    #expect(try !Self.changing("VIP") { $0.id = "1" })
    #expect(try !Self.changing("VIP") { $0.name = " VIP" })
    #expect(try !Self.changing("Winter 2023") { $0.id = "1" })
  }

  @Test func `Segments are sorted by name`() throws {
    #expect(try !Self.isRead { $0.segments.reverse() })
  }
}

import Diagnostics
import Planning
import SegmentModel
import StateStorage

/// Documents that this project writes: a document that is read must stay the same when it is written and read again.
enum StateFuzzing {
  static func problem(withState input: [UInt8]) -> String? {
    do {
      let document = try StateCodec.decode(input, location: "state.json")
      let again = try StateCodec.decode(StateCodec.encode(document), location: "state.json")
      return again == document ? nil : "a state that changes when it is read again"
    } catch {
      return problem(with: error)
    }
  }

  static func problem(withPlan input: [UInt8]) -> String? {
    // As it is, and with a matching digest: otherwise nothing after the check of the digest would be reached.
    for input in [input, PlanCodec.signed(input) ?? []] {
      do {
        let plan = try PlanCodec.decode(input, file: "plan.json")
        let again = try PlanCodec.decode(PlanCodec.encode(plan, guardrails: []), file: "plan.json")
        if again != plan { return "a plan that changes when it is read again" }
        for segment in plan.segments where !segment.add.intersection(segment.remove).isEmpty {
          return "a member that is added and removed"
        }
        if let problem = ManifestFuzzing.problem(with: Guardrails.findings(in: plan, overrides: .none).map(\.diagnostic)) {
          return problem
        }
      } catch {
        if let problem = problem(with: error) { return problem }
      }
    }
    return nil
  }

  static func problem(withJournal input: [UInt8]) -> String? {
    let (entries, _) = JournalCodec.decode(input)
    do {
      let written = try entries.flatMap { try JournalCodec.encode($0) }
      let again = JournalCodec.decode(written)
      return again.entries == entries && !again.isDamaged ? nil : "a journal that changes when it is read again"
    } catch {
      return "a journal that cannot be written: \(error)"
    }
  }

  private static func problem(with error: any Error) -> String? {
    guard let error = error as? any DiagnosedError else { return "an error without a message: \(error)" }
    return error.diagnostics.isEmpty ? "an error without a message" : ManifestFuzzing.problem(with: error.diagnostics)
  }
}

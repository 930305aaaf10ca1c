import Diagnostics
import Planning
import SegmentModel
import StateStorage

/// What must hold of the documents that this project writes: what is read can be written, and is then read as the same.
enum StateFuzzing {
  static func problem(withState input: [UInt8]) -> String? {
    do {
      let document = try StateCodec.decode(input, location: "state.json")
      let again = try StateCodec.decode(StateCodec.encode(document), location: "state.json")
      return again == document ? nil : "a state that is another one when it is read again"
    } catch {
      return problem(with: error)
    }
  }

  static func problem(withPlan input: [UInt8]) -> String? {
    // As it came, and with the digest that fits: all that stands behind the digest would never be reached.
    for input in [input, PlanCodec.signed(input) ?? []] {
      do {
        let plan = try PlanCodec.decode(input, file: "plan.json")
        let again = try PlanCodec.decode(PlanCodec.encode(plan, guardrails: []), file: "plan.json")
        if again != plan { return "a plan that is another one when it is read again" }
        for segment in plan.segments where !segment.add.intersection(segment.remove).isEmpty {
          return "a member that comes and goes"
        }
        if let problem = ManifestFuzzing.problem(
          with: Guardrails.findings(in: plan, overrides: GuardrailOverrides()).map(\.diagnostic)
        ) {
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
      return again.entries == entries && !again.isDamaged ? nil : "a journal that is another one when it is read again"
    } catch {
      return "a journal that cannot be written: \(error)"
    }
  }

  private static func problem(with error: any Error) -> String? {
    guard let error = error as? any DiagnosedError else { return "an error without words: \(error)" }
    return error.diagnostics.isEmpty ? "an error without words" : ManifestFuzzing.problem(with: error.diagnostics)
  }
}

import Diagnostics
import Planning
import SegmentModel
import StoreClient

/// Lists the changed segments again and compares them with what the store acknowledged.
struct Verifier: Sendable {
  /// The pauses before the list is read again, as long as it differs.
  ///
  /// The vendor does not document how soon a list shows a change.
  static let standardPauses: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)]

  let client: StoreClient
  let pauses: [Duration]

  /// The outcome with the verification of each segment.
  ///
  /// If a segment cannot be listed, it has a failure that says so.
  func verify(_ outcome: ApplyOutcome) async -> ApplyOutcome {
    // The body cannot throw, so neither can this.
    let segments = try? await mapConcurrently(outcome.segments, workers: client.parallelism) { await verify($0) }
    return segments.map { ApplyOutcome(segments: $0) } ?? outcome
  }

  private func verify(_ segment: SegmentOutcome) async -> SegmentOutcome {
    guard let id = segment.id, !segment.deleted, !(segment.added.isEmpty && segment.removed.isEmpty) else { return segment }
    var segment = segment
    do {
      segment.verification = try await verification(of: segment, id: id)
    } catch {
      segment.verification = .missed
      segment.failures += Diagnostic.describing(error).map { problem in
        ApplyFailure(
          problem: Diagnostic(
            .error,
            code: "not-verified",
            summary: "the changes of segment \"\(segment.name)\" could not be verified: \(problem.summary)",
            detail: problem.detail
          ),
          members: .empty
        )
      }
    }
    return segment
  }

  private func verification(of segment: SegmentOutcome, id: SegmentID) async throws -> Verification {
    var pauses = pauses[...]
    while true {
      let live = try await client.listMembers(of: id)
      let missing = segment.added.subtracting(live)
      let lingering = segment.removed.intersection(live)
      if missing.isEmpty && lingering.isEmpty { return .matches }
      guard let pause = pauses.popFirst() else { return .differs(missing: missing, lingering: lingering) }
      try await Task.sleep(for: pause)
    }
  }
}

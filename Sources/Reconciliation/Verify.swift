import Diagnostics
import Planning
import SegmentModel
import StoreClient

/// Compares the changed members of each segment with what the store acknowledged.
///
/// It asks for the segments of each changed profile and for the number of members, or lists the segment, whichever takes fewer
/// requests.
struct Verifier: Sendable {
  /// The pauses before the store is asked again, as long as it shows something else.
  ///
  /// The vendor does not document how soon a list shows a change.
  static let standardPauses: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)]

  let client: StoreClient
  let pauses: [Duration]
  /// The members before the first write, by segment; a segment that is missing here is listed.
  var before: [SegmentID: MemberSet] = [:]
  /// The store's count before the first write, where it differs from the number in ``before``.
  var otherCounts: [SegmentID: Int] = [:]
  var onEvent: @Sendable (ApplyEvent) -> Void = { _ in }

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
      (segment.verification, segment.verifiedCount) = try await verification(of: segment, id: id)
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

  /// What the store shows, and the number of members if it is the expected one.
  private func verification(of segment: SegmentOutcome, id: SegmentID) async throws -> (Verification, Int?) {
    let expected = (segment.created ? .empty : before[id])?.union(segment.added).subtracting(segment.removed)
    let changed = segment.added.union(segment.removed)
    let count = otherCounts[id].map { $0 + segment.added.count - segment.removed.count } ?? expected?.count
    if let count, changed.count + 1 < client.requestsToList(count) {
      switch try await answer(of: changed, in: segment, id, count: count) {
      case .proof(.matches): return (.matches, count)
      case .proof(let difference): return (difference, nil)
      case .doubt(let reason): onEvent(.listing(segment.name, reason: reason))
      }
    }
    var pauses = pauses[...]
    while true {
      let live = try await client.listMembers(of: id)
      let verification = Verification(missing: segment.added.subtracting(live), lingering: segment.removed.intersection(live))
      guard verification != .matches, let pause = pauses.popFirst() else {
        return (verification, live == expected ? live.count : nil)
      }
      try await Task.sleep(for: pause)
    }
  }

  /// How many requests a plan's verification takes if the store shows its changes at once.
  static func requests(for plan: Plan, _ client: StoreClient) -> Int {
    plan.segments.filter { $0.additionCount + $0.remove.count > 0 }.reduce(0) { sum, segment in
      sum + min(segment.additionCount + segment.remove.count + 1, client.requestsToList(segment.resultingCount))
    }
  }

  private enum Answer {
    case proof(Verification)
    /// Only a listing shows more, for this reason.
    case doubt(String)
  }

  /// Asks for the segments of each changed profile, then for the number of members, until both are as expected.
  private func answer(of changed: MemberSet, in segment: SegmentOutcome, _ id: SegmentID, count: Int) async throws -> Answer {
    var open = changed
    var pauses = pauses[...]
    do {
      while true {
        let members = try await client.members(among: open, of: id)
        open = segment.added.intersection(open).subtracting(members).union(segment.removed.intersection(members))
        var total: Int?
        if open.isEmpty {
          total = try await client.memberCount(of: id)
          if total == count { return .proof(.matches) }
          guard total != nil else { return .doubt("the store does not state how many members it has") }
        }
        guard let pause = pauses.popFirst() else {
          if let total { return .doubt("the store counts \(total) members instead of \(count)") }
          return .proof(Verification(missing: segment.added.intersection(open), lingering: segment.removed.intersection(open)))
        }
        try await Task.sleep(for: pause)
      }
    } catch let error as StoreError where !error.concernsWholeRun {
      return .doubt(error.diagnostics.first?.summary ?? "a request failed")
    }
  }
}

extension StoreClient {
  /// Those of the profiles that are in the segment, with a request for each profile.
  func members(among profiles: MemberSet, of segment: SegmentID) async throws -> MemberSet {
    let found = try await mapConcurrently(profiles.ids, workers: parallelism) { profile in
      try await segments(of: profile).contains(segment) ? profile : nil
    }
    return MemberSet(found.compactMap(\.self))
  }
}

extension Verification {
  fileprivate init(missing: MemberSet, lingering: MemberSet) {
    self = missing.isEmpty && lingering.isEmpty ? .matches : .differs(missing: missing, lingering: lingering)
  }
}

import Diagnostics
import Planning
import SegmentModel
import StoreClient

/// How a run finds the members of segments.
package struct Refresh: Hashable, Sendable {
  package enum Mode: String, CaseIterable, Sendable {
    /// From complete listings.
    case full
    /// From the records of the state, if the store still counts as many members as the last apply saw.
    case counts
  }

  /// What an earlier check saw, for a check by count that follows it.
  package struct Earlier: Hashable, Sendable {
    /// The store's `updated_at` of each segment.
    let updates: [SegmentID: String]
    /// The segments that had drifted.
    let drifted: Set<SegmentID>
  }

  package static let full = Refresh(.full)

  let mode: Mode
  let earlier: Earlier?

  package init(_ mode: Mode, after earlier: Earlier? = nil) {
    self.mode = mode
    self.earlier = earlier
  }
}

/// The members of segments, and where they come from.
struct ReadMembers {
  var listings: [SegmentID: CustomerNumbers] = [:]
  /// The segments whose members are those of the record.
  var counted: Set<SegmentID> = []
  /// The store's count of members that differs from the number in `listings`: a run that accepts drift does not list them.
  var otherCounts: [SegmentID: Int] = [:]
  /// Warnings that say what the members rest on.
  var notes: [Diagnostic] = []
}

/// A segment to read.
struct SegmentToRead: Sendable {
  let live: LiveSegment
  /// Members of a saved plan, of which the run must know whether they are live.
  var planned = MemberSet.empty
}

extension Reconciler {
  /// Reads the members of segments, with one request per segment and further ones where that does not prove enough.
  ///
  /// With `acceptsDrift`, a count that differs from the record does not make the run list the segment.
  ///
  /// - Throws: `StoreError`; `RequestLimitError`.
  func members(
    of segments: [SegmentToRead],
    recorded: [RecordedSegment],
    _ refresh: Refresh,
    acceptsDrift: Bool = false
  ) async throws -> ReadMembers {
    let records = recorded.keyed(by: \.id)
    let first = try await mapConcurrently(segments, workers: client.parallelism) { segment in
      let page = try await client.firstMembers(of: segment.live.id)
      let answer = page.isComplete ? nil : try await client.answer(records[segment.live.id], page, segment, refresh)
      return (segment: segment.live, page: page, answer: answer)
    }
    var read = ReadMembers()
    var toList: [(segment: LiveSegment, page: FirstMembers, reason: String?)] = []
    for (segment, page, answer) in first {
      switch answer {
      case nil: read.listings[segment.id] = page.customers
      case .record(let members, let count) where refresh.mode == .counts && (count == members.count || acceptsDrift):
        read.counted.insert(segment.id)
        var customers = CustomerNumbers(of: members)
        for member in records[segment.id]?.sources?.lookedUp ?? [] { customers.learn(member.customer, of: member.profile) }
        customers.learn(from: page.customers)
        read.listings[segment.id] = customers
        if count != members.count { read.otherCounts[segment.id] = count }
      case .record(let members, let count):
        let reason = "the store counts \(count) members instead of \(members.count)"
        toList.append((segment, page, count == members.count ? nil : reason))
      case .doubt(let reason): toList.append((segment, page, reason))
      }
    }
    func requests(_ list: some Sequence<FirstMembers>) -> Int {
      list.reduce(0) { $0 + client.requestsToList($1.total ?? 0) - 1 }
    }
    let alternative = refresh.mode == .full ? requests(toList.filter { $0.reason != nil }.map(\.page)) : nil
    try client.announce(requests(toList.map(\.page)), byCounts: alternative)
    let lists = try await mapConcurrently(toList, workers: client.parallelism) { segment, page, _ in
      try await client.listProfiles(of: segment.id, after: page)
    }
    for (entry, list) in zip(toList, lists) { read.listings[entry.segment.id] = list }
    if refresh.mode == .counts { read.note(segments.map(\.live), listed: toList.map { ($0.segment.name, $0.reason ?? "") }) }
    return read
  }
}

/// What the first page of a segment and its record say about its members.
private enum CountedAnswer {
  /// The record has these members; the store counts so many.
  case record(MemberSet, count: Int)
  /// Only a listing shows the members, for this reason.
  case doubt(String)
}

extension StoreClient {
  /// Compares the record of a segment with its first page, and asks for the segments of planned members.
  fileprivate func answer(
    _ record: RecordedSegment?,
    _ page: FirstMembers,
    _ segment: SegmentToRead,
    _ refresh: Refresh
  ) async throws -> CountedAnswer {
    guard let record else { return .doubt("the state does not record it") }
    guard let seen = record.liveCount, record.intendedCount == nil, record.unconfirmed.isEmpty else {
      return .doubt("the last apply did not record how many members it has")
    }
    guard seen == record.members.count else { return .doubt("the record names \(record.members.count) of its \(seen) members") }
    if refresh.earlier?.drifted.contains(record.id) == true { return .doubt("it had drifted at the last check") }
    if let earlier = refresh.earlier, earlier.updates[record.id] != segment.live.updatedAt {
      return .doubt("the store has updated it since the last check")
    }
    guard let count = page.total else { return .doubt("the store does not state how many members it has") }
    var members = record.members
    if !segment.planned.isEmpty, refresh.mode == .counts {
      guard segment.planned.count < requestsToList(count) else { return .doubt("to list it takes fewer requests") }
      do {
        let live = try await self.members(among: segment.planned, of: record.id)
        members = members.subtracting(segment.planned).union(live)
      } catch let error as StoreError where !error.concernsWholeRun {
        return .doubt(error.diagnostics.first?.summary ?? "a request failed")
      }
    }
    guard page.customers.profiles.allSatisfy(members.contains) else {
      return .doubt("its first page shows a member that the record does not have")
    }
    return .record(members, count: count)
  }
}

extension ReadMembers {
  private static let maximumNamed = 10

  /// Notes which segments come from their record, and which had to be listed.
  fileprivate mutating func note(_ segments: [LiveSegment], listed: [(name: String, reason: String)]) {
    func names(_ names: [String]) -> String { names.map { "\"\($0)\"" }.listed(first: Self.maximumNamed) }
    let taken = segments.filter { counted.contains($0.id) && otherCounts[$0.id] == nil }.map(\.name)
    let accepted = segments.filter { otherCounts[$0.id] != nil }.map(\.name)
    if !taken.isEmpty {
      let detail = """
        The store counts as many members as the last apply saw. A count does not show if someone added one member and removed another. To read \
        every member, use --refresh full.
        """
      notes.append(
        Diagnostic(("checked-by-count", "checked by count, with the members of the record: \(names(taken))", detail)).asWarning
      )
    }
    if !accepted.isEmpty {
      let detail =
        "The run continues because of --accept-drift, without reading who has changed. It makes only the changes that the plan lists."
      notes.append(
        Diagnostic(("count-differs", "the store counts other members than the last apply saw: \(names(accepted))", detail))
          .asWarning
      )
    }
    guard !listed.isEmpty else { return }
    let reasons = listed.prefix(Self.maximumNamed).map { "\"\($0.name)\": \($0.reason)" }
    let more = listed.count > reasons.count ? ["and \(listed.count - reasons.count) more"] : []
    let summary = "a count was not enough, so the run listed every member of \(names(listed.map(\.name)))"
    notes.append(Diagnostic(("listed-completely", summary, (reasons + more).joined(separator: "\n"))).asWarning)
  }
}

import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Everything that the vendor's API and its other users may do to an apply, one at a time, on lists, additions and removals.
struct FaultTests {
  /// 600 live members on three pages; 100 leave and 120 come, in batches of their own.
  private static let live = Array(1...600)
  private static let declared = Array(101...720)

  /// A fault, the requests that it hits, and how the apply ends that meets it.
  struct Case: Sendable, CustomTestStringConvertible {
    let fault: String
    let exit: Int32
    /// Whether the faults stay for the second run as well.
    var lasts = false

    var testDescription: String { fault }
  }

  private static let anywhere: [Case] = ["list", "add", "remove"].flatMap { on in
    [
      Case(fault: "latency:ms=20,jitter=30,on=\(on)", exit: 0),
      Case(fault: "overload:on=\(on),times=2", exit: 0),
      Case(fault: "error:status=500,on=\(on),times=1", exit: 0),
      Case(fault: "error:status=502,on=\(on),times=1", exit: 0),
      Case(fault: "error:status=503,on=\(on),times=2", exit: 0),
      Case(fault: "error:status=504,on=\(on),times=1", exit: 0),
      Case(fault: "error:status=503,when=after,on=\(on),times=1", exit: 0),
      Case(fault: "reset:on=\(on),times=2", exit: 0),
      Case(fault: "reset:when=before,on=\(on),times=1", exit: 0),
      Case(fault: "truncate:on=\(on),times=1", exit: 0),
      Case(fault: "html:status=200,on=\(on),times=1", exit: 0),
      Case(fault: "html:status=502,on=\(on),times=1", exit: 0),
      Case(fault: "drip:bytes=300,pause=2,on=\(on),times=1", exit: 0),
      Case(fault: "redirect:status=307,location=http://127.0.0.1:9/,on=\(on),times=1", exit: on == "list" ? 1 : 5),
      Case(fault: "foreign-writer:adds=3,removes=3,on=\(on),times=1", exit: 0),
    ]
  }

  private static let somewhere: [Case] = [
    Case(fault: "quota:requests=6,window=1500", exit: 0, lasts: true),
    Case(fault: "quota:requests=12,window=1500,used-by-others=0.5,retry-after=yes", exit: 0, lasts: true),
    Case(fault: "conflict:style=whole,members=3,times=2", exit: 0, lasts: true),
    Case(fault: "conflict:style=partial,members=3,times=2", exit: 0, lasts: true),
    Case(fault: "conflict:style=anonymous,members=3,times=2", exit: 0, lasts: true),
    Case(fault: "segment-gone:on=add,times=1", exit: 5),
    Case(fault: "segment-gone:on=remove,times=1", exit: 5),
    Case(fault: "segment-gone:on=list,times=1", exit: 1),
    Case(fault: "foreign-writer:adds=3,removes=3,on=list-end,times=1", exit: 0),
    Case(fault: "shift:row=inserted,times=2", exit: 0),
    Case(fault: "shift:row=deleted,times=2", exit: 0),
    Case(fault: "shift:row=moved,times=1", exit: 0),
    Case(fault: "duplicate:times=2", exit: 0),
  ]

  /// The members that a printed plan adds and removes.
  private static func listed(_ output: String) -> (add: MemberSet, remove: MemberSet) {
    func members(_ sign: String) -> MemberSet {
      MemberSet(
        output.split(separator: "\n").compactMap { line in
          let words = line.split(separator: " ")
          return words.first == Substring(sign) ? words.lazy.compactMap { ShopperProfileID($0) }.first : nil
        }
      )
    }
    return (members("+"), members("-"))
  }

  /// What was sent is what the plan lists, within the vendor's limits.
  private static func audit(_ outcome: Evidence) {
    let (add, remove) = listed(outcome.output)
    for request in outcome.requests where request.path.hasSuffix("/shopper-profiles") && request.method != "GET" {
      let ids = MemberSet(request.ids.map { ShopperProfileID(bits: $0) })
      let allowed = request.method == "POST" ? add : remove
      #expect(ids.subtracting(allowed).isEmpty, "\(outcome.fault): \(request.method) of what the plan does not list")
      #expect(!request.isUnboundedDelete)
    }
    #expect(outcome.statistics.batchesTooLarge == 0, "\(outcome.fault)")
    #expect(outcome.statistics.mostInFlight <= 10, "\(outcome.fault)")
    #expect(outcome.statistics.tooManyInFlight == 0, "\(outcome.fault)")
    #expect(outcome.statistics.overQuota == 0, "\(outcome.fault)")
  }

  /// What a run leaves to be looked at.
  struct Evidence {
    let fault: String
    let output: String
    let requests: ArraySlice<RequestRecord>
    let statistics: SimulatorStatistics
  }

  @Test(arguments: anywhere + somewhere)
  func `an apply with faults ends with the expected status, and a second one completes the work`(fault: Case) async throws {
    try await withRehearsal(profiles: 1_000, segments: ["A": Self.live]) { rehearsal in
      try rehearsal.declare(["A": Self.declared])
      let simulator = rehearsal.store.simulator
      simulator.setFaults([try FaultSpec(fault.fault)])
      let first = try await rehearsal.segapply("--auto-approve", "--all-members")
      #expect(first.exitCode == fault.exit, "\(fault.fault): \(first.errors)\(first.output.suffix(300))")
      // A quota that is never exceeded is what we want; the others must really have happened.
      let isQuota = fault.fault.hasPrefix("quota")
      #expect(isQuota || simulator.faultHits.values.reduce(0, +) > 0, "the fault never happened")
      Self.audit(
        Evidence(fault: fault.fault, output: first.output, requests: simulator.log[...], statistics: simulator.statistics)
      )
      if fault.exit == 0 {
        // Others may have come and gone meanwhile; nothing of ours is missing, nothing that should go is left.
        let foreign = MemberSet(simulator.foreignChanges.compactMap(\.profile))
        let members = rehearsal.store.members(ofSegmentNamed: "A")
        let wanted = MemberSet.numbered(Self.declared)
        #expect(members.subtracting(foreign) == wanted.subtracting(foreign), "\(fault.fault)")
      }

      if !fault.lasts { simulator.setFaults([]) }
      let before = simulator.log.count
      let second = try await rehearsal.segapply("--auto-approve", "--all-members")
      #expect(second.exitCode == 0, "\(fault.fault): \(second.errors)")
      Self.audit(
        Evidence(fault: fault.fault, output: second.output, requests: simulator.log[before...], statistics: simulator.statistics)
      )
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(Self.declared), "\(fault.fault)")
      let plan = try await rehearsal.segplan("--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(fault.fault): \(plan.output)")
    }
  }

  @Test(arguments: ["404", "422", "dropped"])
  func `missing profiles are listed with their lines, others are applied, exit 5`(answer: String) async throws {
    try await withRehearsal(profiles: 1_000, segments: ["A": Self.live]) { rehearsal in
      try rehearsal.declare(["A": Self.declared])
      let gone = [610, 655, 656, 719]
      let ids = gone.map { "\(ShopperProfileID.numbered($0))" }.joined(separator: "+")
      rehearsal.store.simulator.setFaults([try FaultSpec("gone:ids=\(ids),answer=\(answer)")])
      let outcome = try await rehearsal.segapply("--auto-approve")
      #expect(outcome.exitCode == 5, "\(outcome.errors)")
      for number in gone {
        // Line 1 is the version, 2 the defaults, 3 segments, 4 the name, 5 members; 101 is in line 6.
        let verb = answer == "dropped" ? "may not have been" : "was not"
        let place = "segments.yaml:\(6 + number - 101):9: error: profile \(ShopperProfileID.numbered(number)) \(verb) added"
        #expect(outcome.errors.contains(place), "\(outcome.errors)")
      }
      #expect(outcome.errors.contains("\(gone.count) errors"), "\(outcome.errors)")
      let rest = MemberSet.numbered(Self.declared).subtracting(.numbered(gone))
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == rest)
      // And again: only the four are tried.
      let again = try await rehearsal.segapply("--auto-approve")
      #expect(again.exitCode == 5)
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == rest)
    }
  }

  @Test func `an apply whose additions appear a minute late exits with 0 and a warning, and reports no drift`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": [1, 2, 3]]) { rehearsal in
      try rehearsal.declare(["A": Array(1...6)])
      rehearsal.store.simulator.setFaults([try FaultSpec("late:ms=60000")])
      let outcome = try await rehearsal.segapply("--auto-approve")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("warning: segment \"A\": the store acknowledged all changes"), "\(outcome.errors)")
      #expect(outcome.errors.contains("3/3 members (100 %)"), "\(outcome.errors)")
      let summary = "Apply complete: 0 segments created, 1 updated; 3 members added, 0 removed"
      #expect(outcome.output.contains("\(summary); the store's lists do not show 3 of these changes yet."), "\(outcome.output)")
      #expect(rehearsal.store.membershipWrites.count == 1)
      // Faults that are gone hide nothing: the minute is over.
      rehearsal.store.simulator.setFaults([])
      #expect(try await rehearsal.segplan("drift").exitCode == 0)
      #expect(try await rehearsal.segplan("--detailed-exitcode").exitCode == 0)
    }
  }

  @Test func `a segment that fails does not stop the others, and the summary gives the reason`() async throws {
    try await withRehearsal(profiles: 400, segments: ["A": [1], "B": [2]]) { rehearsal in
      try rehearsal.declare(["A": Array(1...120), "B": Array(2...150), "C": Array(1...80)])
      rehearsal.store.simulator.setFaults([try FaultSpec("segment-gone:on=add,times=1")])
      let outcome = try await rehearsal.segapply("--auto-approve", "--parallelism", "1")
      #expect(outcome.exitCode == 5, "\(outcome.errors)")
      #expect(outcome.errors.contains("segment \"A\""), "\(outcome.errors)")
      #expect(outcome.errors.contains("deleted the segment"), "\(outcome.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "B") == .numbered(2...150))
      #expect(rehearsal.store.members(ofSegmentNamed: "C") == .numbered(1...80))
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...120))
    }
  }

  @Test func `a manifest that lost half of its lines is stopped by the guardrail before any write`() async throws {
    try await withRehearsal(profiles: 1_000, segments: ["A": Self.live]) { rehearsal in
      try rehearsal.declare(["A": Self.live], guardrails: "25%")
      let whole = try #require(rehearsal.read("segments.yaml"))
      let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
      try rehearsal.write(lines.prefix(lines.count / 2).joined(separator: "\n"), to: "segments.yaml")
      let half = try await rehearsal.segapply("--auto-approve")
      #expect(half.exitCode == 3, "\(half.errors)")
      // Cut off in the middle of a line, it is not even valid.
      try rehearsal.write(String(whole.prefix(whole.count / 2 - 5)), to: "segments.yaml")
      let torn = try await rehearsal.segapply("--auto-approve")
      #expect(torn.exitCode == 1 || torn.exitCode == 3, "\(torn.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }
}

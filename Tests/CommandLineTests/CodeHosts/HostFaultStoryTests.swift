import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Code hosts that fail, limit requests or have many comments, by the recipes' own lines.
@Suite(.timeLimit(.minutes(5))) struct HostFaultStoryTests {
  private static let hosts = CodeHostServer.Host.allCases

  /// A failure of a host, with a name for the test's output.
  struct Failure: Sendable, CustomStringConvertible {
    let description: String
    let kind: HostFault.Kind
  }

  /// Failures that are not tried again.
  static let lasting = [
    Failure(description: "401", kind: .unauthorized), Failure(description: "403", kind: .forbidden()),
    Failure(description: "403 with the permission", kind: .forbidden(naming: "statuses=write")),
    Failure(description: "404", kind: .notFound), Failure(description: "410", kind: .gone),
    Failure(description: "422", kind: .invalid),
    Failure(description: "429 for an hour", kind: .answer(429, headers: ["retry-after": "3600"])),
  ]

  /// Failures that another attempt gets over.
  static let passing = [
    Failure(description: "429", kind: .tooMany), Failure(description: "limited 403", kind: .limited),
    Failure(description: "503", kind: .failing), Failure(description: "closed connection", kind: .closed),
    Failure(description: "lost answer", kind: .lostAnswer),
  ]

  private static func change(_ pipeline: Pipeline) -> HostState.Request {
    pipeline.host.open("vip", ["segments/a.yaml": Rehearsal.manifest(["A": [1, 2, 3, 4]])])
  }

  @Test(arguments: hosts, lasting)
  func `a host that refuses to publish a plan causes a warning, and the plan is not approved`(
    kind: CodeHostServer.Host,
    failure: Failure
  ) async throws {
    try await withPipeline(kind) { pipeline in
      let request = Self.change(pipeline).number
      pipeline.host.setFaults(HostFault(failure.kind))
      let planned = try await pipeline.plan(request)
      #expect(planned.errors.contains("not published"), "\(planned.errors)")
      if failure.description.hasPrefix("403 with") { #expect(planned.errors.contains("statuses=write"), "\(planned.errors)") }
      #expect(planned.output.contains("1 member") || planned.output.contains("+1"), "\(planned.output)")
      pipeline.host.setFaults()
      pipeline.host.merge(request)
      try await pipeline.applyWithoutApproval()
    }
  }

  @Test(arguments: hosts)
  func `a plan whose comment cannot be written is not approved`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let request = Self.change(pipeline).number
      pipeline.host.setFaults(HostFault(.forbidden(), "POST", at: kind == .gitHub ? "issues/*/comments" : "notes"))
      let planned = try await pipeline.plan(request)
      #expect(planned.errors.contains("not published"), "\(planned.errors)")
      pipeline.host.setFaults()
      pipeline.host.merge(request)
      try await pipeline.applyWithoutApproval()
    }
  }

  @Test(arguments: hosts, passing)
  func `a host that fails for a moment gets one comment, and the plan is applied`(kind: CodeHostServer.Host, failure: Failure)
    async throws
  {
    try await withPipeline(kind) { pipeline in
      let request = Self.change(pipeline).number
      pipeline.host.setFaults(HostFault(failure.kind, "POST", at: kind == .gitHub ? "issues/*/comments" : "notes", times: 1))
      let planned = try await pipeline.plan(request)
      #expect(!planned.errors.contains("not published"), "\(planned.errors)")
      #expect(pipeline.comments("plan", of: request).count == 1)
      pipeline.host.merge(request)
      pipeline.host.setFaults(HostFault(failure.kind, "GET", at: "statuses", times: 1))
      try await pipeline.apply()
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...4))
    }
  }

  /// Where an apply looks for its approval.
  private static func paths(_ kind: CodeHostServer.Host) -> [String] {
    kind == .gitHub ? ["commits/*/statuses", "commits/*/pulls"] : ["user", "commits/*/statuses", "commits/*/merge_requests"]
  }

  @Test(arguments: hosts, lasting)
  func `an apply that cannot look for its approval fails, and changes nothing`(kind: CodeHostServer.Host, failure: Failure)
    async throws
  {
    try await withPipeline(kind) { pipeline in
      let request = Self.change(pipeline).number
      try await pipeline.plan(request)
      pipeline.host.merge(request)
      for path in Self.paths(kind) {
        pipeline.host.setFaults(HostFault(failure.kind, "GET", at: path))
        let outcome = try await pipeline.apply(exitCode: 1)
        #expect(outcome.errors.contains(kind.rawValue), "\(outcome.errors)")
      }
      pipeline.host.setFaults()
      try await pipeline.apply()
    }
  }

  @Test(arguments: hosts)
  func `an apply whose report cannot be written has done its work`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let request = Self.change(pipeline).number
      try await pipeline.plan(request)
      pipeline.host.merge(request)
      pipeline.host.setFaults(HostFault(.forbidden(), "POST"))
      let applied = try await pipeline.apply()
      #expect(applied.errors.contains("not published"), "\(applied.errors)")
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...4))
      #expect(pipeline.comments("report", of: request).isEmpty)
    }
  }

  @Test(arguments: hosts)
  func `the comment is found among those of others over two pages`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let request = Self.change(pipeline).number
      let quote = "<!-- segplan:plan -->\nA quote of the plan."
      for number in 1...110 { pipeline.host.comment(number == 3 ? quote : "Comment \(number)", on: request) }
      try await pipeline.plan(request)
      for number in 1...110 { pipeline.host.comment(number == 3 ? quote : "Comment \(number)", on: request) }
      pipeline.host.push(["segments/a.yaml": Rehearsal.manifest(["A": [1, 2, 3, 4, 5]])], to: request)
      try await pipeline.plan(request)
      let comments = pipeline.comments("plan", of: request)
      #expect(comments.count == 1 && comments.first?.contains("2 members") == true, "\(comments)")
      // Of two comments, which two runs at once can write, the older one goes on.
      pipeline.host.comment("<!-- segplan:plan -->\nA duplicate.", on: request, by: kind.bot)
      pipeline.host.push(["segments/a.yaml": Rehearsal.manifest(["A": [1, 2, 3]])], to: request)
      try await pipeline.plan(request)
      let both = pipeline.comments("plan", of: request)
      #expect(both.count == 2 && both.last == "<!-- segplan:plan -->\nA duplicate." && both.first != comments.first)
      #expect(pipeline.host.comments(of: request).filter { $0.body == quote }.count == 2)
    }
  }

  @Test(arguments: hosts)
  func `drift opens an issue, updates it while it lasts, and closes it`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      func check(exitCode: Int32 = 0) async throws -> [HostState.Issue] {
        let outcome = try await pipeline.run(pipeline.mainJob("Drift"))
        #expect(outcome.exitCode == exitCode, "\(outcome.output)\(outcome.errors)")
        #expect(!outcome.errors.contains("not published"), "\(outcome.errors)")
        return pipeline.host.issues
      }
      #expect(try await check().isEmpty)
      let simulator = pipeline.rehearsal.store.simulator
      let segment = try #require(simulator.store.segment(named: "A")?.id)
      simulator.editAsForeigner(segment, adding: .numbered([9]))
      let opened = try await check()
      #expect(opened.map(\.isOpen) == [true] && opened.first?.labels == ["segplan-drift"])
      #expect(opened.first?.body.hasPrefix("<!-- segplan:drift -->\n") == true)
      simulator.editAsForeigner(segment, adding: .numbered([10]))
      let updated = try await check()
      #expect(updated.map(\.number) == opened.map(\.number) && updated.first?.body != opened.first?.body)

      simulator.setFaults([try FaultSpec("error:status=400,on=any,times=0")])
      #expect(try await check(exitCode: 1).map(\.isOpen) == [true])
      simulator.setFaults([])
      simulator.editAsForeigner(segment, removing: .numbered([9, 10]))
      let closed = try await check()
      #expect(closed.map(\.isOpen) == [false] && closed.first?.body != updated.first?.body)
      #expect(try await check().count == 1)
      // Drift that comes back is a new issue.
      simulator.editAsForeigner(segment, adding: .numbered([9]))
      #expect(try await check().map(\.isOpen) == [false, true])
    }
  }

  @Test(arguments: hosts)
  func `drift is reported although the repository has no issues`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let simulator = pipeline.rehearsal.store.simulator
      let segment = try #require(simulator.store.segment(named: "A")?.id)
      simulator.editAsForeigner(segment, adding: .numbered([9]))
      let fault = kind == .gitHub ? HostFault(.gone, "POST", at: "issues") : HostFault(.forbidden(), "POST", at: "issues")
      pipeline.host.setFaults(fault)
      let outcome = try await pipeline.run(pipeline.mainJob("Drift"))
      #expect(outcome.exitCode == 0 && outcome.output.contains("Drift in 1 segment"), "\(outcome.output)")
      #expect(outcome.errors.contains("not published"), "\(outcome.errors)")
    }
  }

  @Test func `an issue that GitHub opened without its label is found again`() async throws {
    try await withPipeline(.gitHub) { pipeline in
      pipeline.host.edit { $0.dropsLabels = true }
      let simulator = pipeline.rehearsal.store.simulator
      let segment = try #require(simulator.store.segment(named: "A")?.id)
      // Pull requests are listed with the issues.
      _ = Self.change(pipeline)
      for member in [9, 10] {
        simulator.editAsForeigner(segment, adding: .numbered([member]))
        let outcome = try await pipeline.run(pipeline.mainJob("Drift"))
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
      }
      #expect(pipeline.host.issues.map(\.isOpen) == [true])
      #expect(pipeline.host.issues.first?.body.contains("2 members") == true)
    }
  }
}

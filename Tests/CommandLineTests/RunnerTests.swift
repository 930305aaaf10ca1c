import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// What the runners of CI jobs and the readers of reports make of what a run prints and writes.
struct RunnerTests {
  private static let commands = [
    "##[stop-commands]x", "x ##vso[task.setvariable]y", "::set-output name=a::b", "\u{2003}::stop-commands::x",
  ]

  @Test func `a segment's name cannot give a command to a CI runner, in any format`() async throws {
    let segments = Dictionary(uniqueKeysWithValues: Self.commands.dropLast().map { ($0, [1]) })
    try await withRehearsal(profiles: 3, segments: segments) { rehearsal in
      let names = Self.commands.dropLast().map {
        "  - {name: '\($0)', description: '::error::d ##[error]', allow_empty: true, members: []}\n"
      }
      .joined()
      try rehearsal.write("version: 1\ndefaults: {guardrails: {max_removals: 100%}}\nsegments:\n\(names)", to: "segments.yaml")
      let job = [
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "\(rehearsal.folder)/summary",
        "GITHUB_OUTPUT": "\(rehearsal.folder)/output",
      ]
      func check(_ outcome: ChildProcess.Outcome, isAnnotated: Bool = false) {
        for text in [outcome.output, outcome.errors] {
          #expect(!text.contains("##[") && !text.contains("##vso["), "\(text)")
          for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop(while: \.isWhitespace)
            #expect(
              !line.hasPrefix("::") || isAnnotated && ["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) },
              "\(line)"
            )
          }
        }
      }
      for format in ["human", "json", "markdown", "github"] {
        check(
          try await rehearsal.segplan(["segments.yaml", "--format", format], environment: job),
          isAnnotated: format == "github"
        )
        let drift = try await rehearsal.segplan(["drift", "segments.yaml", "--format", format], environment: job)
        if format != "github" { check(drift) }
      }
      check(try await rehearsal.segplan(["import", "other"], environment: job))
      check(try await rehearsal.segplan(["segments.yaml", "--out", "plan.json"], environment: job))
      let plan = try await rehearsal.segplan(["show", "plan.json", "--format", "json"], environment: job)
      check(plan)
      #expect(plan.output.contains("#\\u0023[stop-commands]x"), "\(plan.output)")
      let apply = try await rehearsal.segapply(
        ["plan.json", "--manifests", "segments.yaml", "--format", "json"],
        environment: job
      )
      check(apply)
      #expect(apply.exitCode == 0, "\(apply.errors)")
      check(try await rehearsal.segplan(["state", "list"], environment: job))
      check(try await rehearsal.segplan(["state", "show", Self.commands[0]], environment: job))
      let pulled = try await rehearsal.segplan(["state", "pull"], environment: job)
      check(pulled)
      try rehearsal.write(pulled.output, to: "pulled.json")
      let pushed = try await rehearsal.segplan("state", "push", "pulled.json", "--state", "other.json")
      #expect(pushed.exitCode == 0, "\(pushed.errors)")
    }
  }

  @Test(arguments: [["segments"], ["./segments"], ["segments/a.yaml"], ["$PWD/segments"]])
  func `reports name files relative to the root of the repository`(paths: [String]) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write("version: 1\nsegments:\n  - name: A\n    members: [x]\n", to: "shop/segments/a.yaml")
      let folder = try #require(try await ChildProcess.run("realpath", [rehearsal.folder]).output.split(separator: "\n").first)
      let reports = ["codequality", "sarif", "junit", "markdown"].flatMap { ["--report", "\($0)=\($0).out"] }
      let arguments = paths.map { $0.replacing("$PWD", with: "\(folder)/shop") } + ["--format", "github"] + reports
      try FileManager.default.createDirectory(atPath: "\(folder)/.git", withIntermediateDirectories: true)
      for environment in [
        ["GITHUB_WORKSPACE": String(folder)], ["CI_PROJECT_DIR": String(folder)], ["GITHUB_WORKSPACE": "/elsewhere"], [:],
      ] {
        let outcome = try await Program.segplan.run(
          arguments,
          in: "\(folder)/shop",
          environment: rehearsal.environment.merging(environment) { $1 }
        )
        #expect(outcome.exitCode == 1)
        #expect(outcome.output.contains("::error file=shop/segments/a.yaml,line=4"), "\(outcome.output)")
        #expect(rehearsal.read("shop/codequality.out")?.contains("\"path\" : \"shop/segments/a.yaml\"") == true)
        #expect(rehearsal.read("shop/sarif.out")?.contains("\"uri\" : \"shop/segments/a.yaml\"") == true)
        #expect(rehearsal.read("shop/junit.out")?.contains("name=\"shop/segments/a.yaml:4:15\"") == true)
        #expect(rehearsal.read("shop/markdown.out")?.contains("<code>shop&#47;segments&#47;a&#46;yaml") == true)
      }
    }
  }

  @Test func `metrics of two stores do not collide, and those of an unreachable store have its label`() async throws {
    try await withRehearsal(profiles: 1, segments: ["A": [1]]) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segplan("drift", "--report", "prometheus=one.prom").exitCode == 0)
      let other = ["BIGCOMMERCE_STORE_HASH": "other", "SEGPLAN_API_URL": "http://127.0.0.1:1"]
      #expect(try await rehearsal.segplan(["drift", "--report", "prometheus=two.prom"], environment: other).exitCode == 1)
      func series(_ file: String) -> [Substring] {
        (rehearsal.read(file) ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
      }
      let store = RunningSimulator.storeHash
      #expect(series("one.prom").count > 8 && series("one.prom").allSatisfy { $0.contains("{store=\"\(store)@loopback\"") })
      #expect(!series("two.prom").isEmpty && series("two.prom").allSatisfy { $0.contains("{store=\"other@loopback\"") })
    }
  }
}

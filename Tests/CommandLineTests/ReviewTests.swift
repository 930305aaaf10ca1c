import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Plans as their reviewers get them: Markdown, workflows, report files.
struct ReviewTests {
  @Test func `Markdown is printed on standard output, for a new plan and a saved one`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(3...60), "B": [1]], guardrails: "25%")
      let plan = try await rehearsal.segplan("--format", "markdown", "--out", "plan.json")
      #expect(plan.exitCode == 0, "\(plan.errors)")
      #expect(plan.output.hasPrefix("<!-- segplan:plan -->\n### segplan: changes to apply\n"), "\(plan.output)")
      let row = "|~|<code>A</code>|40|2||20 → 58|+ all from segments&#46;yaml; - all not declared|\n"
      #expect(plan.output.contains(row), "\(plan.output)")
      let show = try await rehearsal.segplan("show", "plan.json", "--format", "markdown")
      #expect(show.exitCode == 0)
      #expect(show.output == plan.output)
      let short = try await rehearsal.segplan("show", "plan.json", "--format", "markdown", "--max-length", "1100")
      #expect(short.output.utf8.count <= 1100)
      #expect(short.output.contains("not shown here"), "\(short.output)")
      let tooShort = try await rehearsal.segplan("show", "plan.json", "--max-length", "10")
      #expect(tooShort.exitCode == 64)
    }
  }

  @Test func `GitHub Actions gets annotations, a summary and outputs`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(15...30)], guardrails: "25%")
      try rehearsal.write("before\n", to: "summary.md")
      let workflow = ["GITHUB_STEP_SUMMARY": "\(rehearsal.folder)/summary.md", "GITHUB_OUTPUT": "\(rehearsal.folder)/output"]
      let plan = try await rehearsal.segplan("--format", "github", environment: workflow)
      #expect(plan.exitCode == 3, "\(plan.errors)")
      let annotations = plan.output.split(separator: "\n").filter { $0.hasPrefix("::") }
      #expect(annotations.count == 2, "\(plan.output)")
      #expect(
        annotations[1].hasPrefix(
          "::notice file=segments.yaml,line=4,col=11,endColumn=12,title=segplan::Segment \"A\" will be updated: 20 → 16"
        )
      )
      #expect(
        annotations[0].hasPrefix(
          "::error file=segments.yaml,line=4,col=11,endColumn=12,title=segplan%3A max-removals::segment"
        ),
        "\(plan.output)"
      )
      #expect(!plan.errors.contains("error:"), "what is annotated is not said twice: \(plan.errors)")
      let summary = try #require(rehearsal.read("summary.md"))
      #expect(summary.hasPrefix("before\n<!-- segplan:plan -->\n### segplan: stopped by a guardrail\n"), "\(summary)")
      #expect(try #require(rehearsal.read("output")).contains("verdict=stopped\n"))
      #expect(try #require(rehearsal.read("output")).contains("members_to_remove=14\n"))

      try rehearsal.write("version: 1\nsegments: [{name: A, memebers: []}]\n", to: "segments.yaml")
      let failed = try await rehearsal.segplan("--format", "github", environment: workflow)
      #expect(failed.exitCode == 1)
      #expect(failed.output.contains("::error file=segments.yaml,line=2,"), "\(failed.output)")
      #expect(try #require(rehearsal.read("output")).hasSuffix("verdict=failed\nerrors=1\nwarnings=0\n"))
    }
  }

  @Test func `a run writes any number of reports beside the plan`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(3...60)])
      let kinds = ["markdown", "json", "gitlab", "dotenv", "codequality", "junit", "sarif"]
      let plan = try await rehearsal.segplan(kinds.flatMap { ["--report", "\($0)=\($0).out"] })
      #expect(plan.exitCode == 0, "\(plan.errors)")
      #expect(plan.output.contains("Plan: 0 segments to create, 1 to update"))
      for kind in kinds { #expect(rehearsal.read("\(kind).out")?.isEmpty == false, "\(kind)") }
      #expect(rehearsal.read("gitlab.out") == "{\n  \"create\" : 40,\n  \"delete\" : 2,\n  \"update\" : 0\n}\n")

      // What a plan is to be applied from may be a report as well.
      let apply = try await rehearsal.segapply("json.out")
      #expect(apply.exitCode == 0, "\(apply.errors)")
    }
  }

  @Test func `a run that cannot plan still reports the reason, and leaves out the reports about plans`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write("version: 2\nsegments: []\n", to: "segments.yaml")
      let plan = try await rehearsal.segplan("--report", "sarif=s.json", "--report", "gitlab=g.json", "--report", "junit=j.xml")
      #expect(plan.exitCode == 1)
      #expect(rehearsal.read("s.json")?.contains("\"unknown-version\"") == true)
      #expect(rehearsal.read("j.xml")?.contains("failures=\"1\"") == true, "\(rehearsal.read("j.xml") ?? "")")
      #expect(rehearsal.read("g.json") == nil)
      #expect(plan.errors.contains("g.json was not written, because there is no plan."), "\(plan.errors)")
    }
  }

  @Test(
    arguments: [
      (["--report", "sarif"], 64), (["--report", "unknown=x"], 64), (["--report", "sarif=a", "--report", "junit=a"], 64),
      (["--report", "sarif=missing/folder/a"], 1),
    ] as [([String], Int32)]
  )
  func `a report that cannot be written stops the run before it begins`(arguments: [String], status: Int32) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let plan = try await rehearsal.segplan(arguments)
      #expect(plan.exitCode == status, "\(plan.errors)")
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test func `validate reports problems with their lines to a workflow and in reports, and also their absence`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write("version: 1\nsegments:\n  - name: A\n    memebers: []\n", to: "segments.yaml")
      let reports = ["--report", "codequality=quality.json", "--report", "sarif=problems.sarif"]
      let wrong = try await rehearsal.segplan(["validate", "--format", "github"] + reports)
      #expect(wrong.exitCode == 1)
      #expect(wrong.output.contains("::error file=segments.yaml,line=4,col=5"), "\(wrong.output)")
      #expect(rehearsal.read("quality.json")?.contains("unknown-key") == true)
      #expect(rehearsal.read("problems.sarif")?.contains("unknown-key") == true)
      try rehearsal.write("version: 1\nsegments:\n  - name: A\n    members: []\n", to: "segments.yaml")
      let right = try await rehearsal.segplan(["validate", "--format", "github"] + reports)
      #expect(right.output == "Valid: 1 segment with 0 members in 1 manifest.\n", "\(right.output)")
      #expect(rehearsal.read("quality.json")?.contains("unknown-key") == false)
      #expect(try await rehearsal.segplan("validate", "--report", "junit=x").exitCode == 64)
    }
  }
}

import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// The recipes in `examples`: their commands are run as they stand there, and their files are what they claim to be.
struct RecipeTests {
  private static func text(_ path: String) throws -> String {
    let data = try #require(
      FileManager.default.contents(atPath: "\(RepositoryRoot.path)/examples/\(path)"),
      "no examples/\(path)"
    )
    return String(decoding: data, as: UTF8.self)
  }

  /// A command, after finding it in the recipe, whatever the line breaks in between.
  private static func command(_ command: String, in path: String) throws -> [String] {
    let words = try text(path).split(whereSeparator: \.isWhitespace).filter { $0 != "\\" }.joined(separator: " ")
    try #require(words.contains(command), "examples/\(path) does not run: \(command)")
    return command.split(separator: " ").dropFirst().map(String.init)
  }

  @Test func `the timer's command writes metrics`() async throws {
    try await withRehearsal(profiles: 5) { rehearsal in
      try rehearsal.declare(["A": [1]])
      try rehearsal.write(try #require(rehearsal.read("segments.yaml")), to: "segments/a.yaml")
      #expect(try await rehearsal.segapply("segments", "--auto-approve").exitCode == 0)
      let path = "/var/lib/prometheus/node-exporter/segplan.prom"
      let timer = try Self.command(
        "/usr/bin/segplan drift segments --redact-members --report prometheus=\(path)",
        in: "systemd/segplan-drift.service"
      )
      let drift = try await rehearsal.segplan(timer.map { $0.replacing(path, with: "m.prom") })
      #expect(drift.exitCode == 0, "\(drift.errors)")
      #expect(
        rehearsal.read("m.prom")?.contains("segplan_segments_drifted{store=\"\(RunningSimulator.storeHash)@loopback\"} 0") == true
      )
    }
  }

  /// git-sync makes a link to the folder of a commit.
  @Test func `the cluster's job checks a linked folder, succeeds with drift, and fails if the check fails`() async throws {
    try await withRehearsal(profiles: 5, segments: ["A": [1]]) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      try rehearsal.write(try #require(rehearsal.read("segments.yaml")), to: "commit/segments/deep/a.yaml")
      try FileManager.default.createSymbolicLink(atPath: rehearsal.folder + "/current", withDestinationPath: "commit")
      let lines = try Self.text("kubernetes/drift.yaml").split(separator: "\n")
      let line = try #require(lines.first { $0.contains("command: [bash, -c,") })
      let script = try #require(line.split(separator: "'").dropFirst().first).replacing("/git/", with: rehearsal.folder + "/")
      let programs = URL(filePath: Program.segplan.path).deletingLastPathComponent().path(percentEncoded: false)
      func check(_ environment: [String: String]) async throws -> ChildProcess.Outcome {
        let variables = environment.map { "\($0)=\($1)" }
        return try await ChildProcess.run("env", variables + ["bash", "-c", "PATH=\"\(programs):$PATH\"; \(script)"])
      }
      #expect(try await rehearsal.segplan("drift", "current/segments").exitCode == 2)
      let drift = try await check(rehearsal.environment)
      #expect(drift.exitCode == 0 && drift.output.contains("\"A\""), "\(drift.output)\(drift.errors)")
      let failure = try await check(["BIGCOMMERCE_STORE_HASH": "x"])
      #expect(failure.exitCode == 1, "\(failure.output)\(failure.errors)")
    }
  }

  @Test
  func `the hook accepts good manifests and stops bad ones, as they are staged`() async throws {
    try await withTemporaryFolder { folder in
      let programs = URL(filePath: Program.segplan.path).deletingLastPathComponent().path(percentEncoded: false)
      let script = """
        set -eu
        cd "$1"
        PATH="$3:$PATH"
        git -c init.defaultBranch=main init -q .
        mkdir segments
        printf 'version: 1\\nsegments: [{name: A, members: []}]\\n' > segments/a.yaml
        git add segments
        "$2"
        # What is not staged is not looked at.
        echo nonsense > segments/a.yaml
        "$2"
        git add segments
        if "$2"; then echo "passed a bad manifest"; exit 1; fi
        printf 'version: 1\\nsegments: [{name: A, members: []}]\\n' > segments/a.yaml
        git add segments
        git -c user.name=test -c user.email=test@example.com commit -q -m start
        echo nonsense > segments/Käufer.yaml
        git add segments
        if "$2"; then echo "passed a bad manifest whose name has an umlaut"; exit 1; fi
        git rm -q -f segments/Käufer.yaml
        mkdir templates
        for number in $(seq 4000); do : > "templates/a-file-with-a-long-name-to-fill-the-pipe-$number"; done
        echo nonsense > segments/z.yaml
        git add .
        if "$2"; then echo "passed a bad manifest among many files"; exit 1; fi
        """
      let hook = "\(RepositoryRoot.path)/examples/pre-commit/pre-commit"
      let outcome = try await ChildProcess.run("bash", ["-c", script, "bash", folder, hook, programs])
      #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test(
    arguments: [
      "github-actions/plan.yml", "github-actions/apply.yml", "github-actions/drift.yml", "gitlab-ci/.gitlab-ci.yml",
      "gitlab-ci/templates/segplan.yml",
      "kubernetes/drift.yaml", "pre-commit/.pre-commit-config.yaml", "../.pre-commit-hooks.yaml",
    ]
  )
  func `every YAML file of a recipe is valid YAML`(path: String) async throws {
    let outcome = try await Python.run(
      ["-c", "import sys, yaml; assert all(yaml.safe_load_all(open(sys.argv[1])))", "\(RepositoryRoot.path)/examples/\(path)"]
    )
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }

  @Test(
    arguments: [
      ("vendor.github-workflows", "github-actions/plan.yml"), ("vendor.github-workflows", "github-actions/apply.yml"),
      ("vendor.github-workflows", "github-actions/drift.yml"), ("vendor.gitlab-ci", "gitlab-ci/.gitlab-ci.yml"),
      ("vendor.github-workflows", "../.github/workflows/ci.yml"),
      ("vendor.github-workflows", "../.github/workflows/release.yml"),
      ("vendor.github-actions", "../.github/actions/segplan/action.yml"),
    ]
  )
  func `workflows match the schemas of their systems`(schema: String, path: String) async throws {
    let outcome = try await Python.run(
      ["-m", "check_jsonschema", "--builtin-schema", schema, "\(RepositoryRoot.path)/examples/\(path)"]
    )
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test func `the component for GitLab has inputs, and jobs that match GitLab's schema`() async throws {
    try await withTemporaryFolder { folder in
      let outcome = try await ChildProcess.run(
        "bash",
        [
          "-c",
          """
          set -eu
          sed '1,/^---$/d' "$1/examples/gitlab-ci/templates/segplan.yml" > "$2/jobs.yml"
          sed '/^---$/,$d' "$1/examples/gitlab-ci/templates/segplan.yml" > "$2/spec.yml"
          "$3" -m check_jsonschema --builtin-schema vendor.gitlab-ci "$2/jobs.yml"
          "$3" -c 'import sys, yaml; print(*yaml.safe_load(open(sys.argv[1]))["spec"]["inputs"])' "$2/spec.yml"
          """,
          "bash", RepositoryRoot.path, folder, Python.path,
        ]
      )
      #expect(outcome.exitCode == 0 && outcome.output.contains("version image path"), "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test(
    arguments: [("validate-manifest", "../.pre-commit-hooks.yaml"), ("validate-config", "pre-commit/.pre-commit-config.yaml")]
  )
  func `pre-commit accepts the hooks`(command: String, path: String) async throws {
    let outcome = try await Python.run(["-m", "pre_commit", command, "\(RepositoryRoot.path)/examples/\(path)"])
    #expect(outcome.exitCode == 0 && outcome.output.isEmpty, "\(outcome.output)\(outcome.errors)")
  }
}

import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Nothing that a run prints or writes has a credential, a file from outside, or an address.
struct LeakTests {
  private static let token = "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h"

  private static func link(_ path: String, to destination: String, _ rehearsal: Rehearsal) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(rehearsal.folder)/\(path)", withDestinationPath: destination)
  }

  @Test(arguments: [
    ["validate"], ["plan"], ["fmt"], ["fmt", "--check", "--diff"], ["validate", "link.yaml"], ["fmt", "link.yaml"],
  ])
  func `a manifest that links out of the folder is neither shown nor written`(arguments: [String]) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try await withTemporaryFolder { outside in
        let secret = "version:   1\nsegments: [\(Self.token)]\n"
        try Data(secret.utf8).write(to: URL(filePath: "\(outside)/token"))
        for destination in ["\(outside)/token", "/proc/self/environ"] {
          try? FileManager.default.removeItem(atPath: "\(rehearsal.folder)/link.yaml")
          try Self.link("link.yaml", to: destination, rehearsal)
          let outcome = try await rehearsal.segplan(arguments, environment: ["SOME_VALUE": "\nvalue of the environment"])
          #expect(outcome.exitCode == 1, "\(outcome.output)")
          #expect(outcome.errors.contains("\"link.yaml\" leads to a file outside \".\""), "\(outcome.errors)")
          #expect(outcome.errors.contains("--allow-outside") == (arguments[0] != "fmt"), "\(outcome.errors)")
          for text in [Self.token, "value of the environment"] { #expect(!(outcome.output + outcome.errors).contains(text)) }
        }
        #expect(FileManager.default.contents(atPath: "\(outside)/token") == Data(secret.utf8))
      }
    }
  }

  @Test func `files of variables and imports must be inside the same root`() async throws {
    try await withRehearsal(profiles: 10, segments: ["A": [1], "Big": Array(1...10)]) { rehearsal in
      try await withTemporaryFolder { outside in
        try Data("X: \(Self.token)\n: [".utf8).write(to: URL(filePath: "\(outside)/vars"))
        try Self.link("vars.yml", to: "\(outside)/vars", rehearsal)
        try rehearsal.write("version: 1\nsegments: []\n", to: "segments.yaml")
        let variables = try await rehearsal.segplan("validate", "segments.yaml", "--var-file", "vars.yml")
        #expect(variables.exitCode == 1)
        #expect(
          variables.errors.contains("leads to a file outside") && !variables.errors.contains(Self.token),
          "\(variables.errors)"
        )

        // A link that leads nowhere, and one to a file, are not written through.
        for destination in ["\(outside)/new.yaml", "\(outside)/vars"] {
          try? FileManager.default.removeItem(atPath: "\(rehearsal.folder)/config")
          try FileManager.default.createDirectory(atPath: "\(rehearsal.folder)/config", withIntermediateDirectories: true)
          try Self.link("config/a.yaml", to: destination, rehearsal)
          for force in [[], ["--force"]] {
            let imported = try await rehearsal.segplan(["import", "config", "--segment", "A"] + force)
            #expect(imported.exitCode == 1, "\(imported.output)")
          }
        }
        #expect(FileManager.default.contents(atPath: "\(outside)/new.yaml") == nil)
        #expect(FileManager.default.contents(atPath: "\(outside)/vars")?.starts(with: Data("X: ".utf8)) == true)
        try FileManager.default.createDirectory(atPath: "\(rehearsal.folder)/first", withIntermediateDirectories: true)
        try Self.link("first/segments.yaml", to: "\(outside)/first.yaml", rehearsal)
        #expect(try await rehearsal.segplan("init", "first").exitCode == 1)
        #expect(FileManager.default.contents(atPath: "\(outside)/first.yaml") == nil)
      }
    }
  }

  @Test func `pipes, devices and loops of links do not block a run`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try Self.link("zero.yaml", to: "/dev/zero", rehearsal)
      try Self.link("loop.yaml", to: "loop.yaml", rehearsal)
      try Self.link("folder", to: ".", rehearsal)
      #expect(try await ChildProcess.run("mkfifo", ["\(rehearsal.folder)/pipe.yaml"]).exitCode == 0)
      for command in ["validate", "fmt"] {
        let outcome = try await rehearsal.segplan([command])
        #expect(outcome.exitCode == 1)
        for name in ["zero.yaml", "loop.yaml", "pipe.yaml"] {
          #expect(outcome.errors.contains("\"\(name)\""), "\(outcome.errors)")
        }
      }
    }
  }

  @Test func `no output or report contains a credential of the run`() async throws {
    try await withRehearsal(profiles: 1, segments: ["Leak \(Self.token)": [1]]) { rehearsal in
      let encoded = Data("ada:\(Self.token)".utf8).base64EncodedString()
      // In a manifest, in the store, and in what a file of tokens holds.
      try rehearsal.write(Self.token + "\n", to: "token.txt")
      try rehearsal.write(
        "version: 1\nsegments:\n  - name: A \(Self.token)\n    description: \(encoded)\n    members: []\n"
          + "  - name: B\n    members: [x-\(Self.token)]\n",
        to: "segments.yaml"
      )
      let reports = ["markdown", "json", "codequality", "junit", "sarif"].flatMap { ["--report", "\($0)=\($0).out"] }
      let environments = [
        ["SEGPLAN_HTTP_TOKEN": Self.token], ["CI_SOME_PASSWORD": Self.token],
        ["HTTPS_PROXY": "http://ada:\(Self.token)@127.0.0.1:1"],
        ["AWS_WEB_IDENTITY_TOKEN_FILE": "token.txt"],
      ]
      for environment in environments {
        for format in ["human", "json", "markdown", "github"] {
          let summary = [
            "GITHUB_STEP_SUMMARY": "\(rehearsal.folder)/summary.out", "GITHUB_OUTPUT": "\(rehearsal.folder)/output.out",
          ]
          let outcome = try await rehearsal.segplan(
            ["--format", format, "-v", "--log-format", "json"] + reports,
            environment: environment.merging(summary) { $1 }
          )
          #expect(outcome.exitCode == 1)
          #expect(!(outcome.output + outcome.errors).contains(Self.token), "\(outcome.output)\(outcome.errors)")
        }
        try rehearsal.write(
          "version: 1\nsegments:\n  - name: A \(Self.token)\n    description: \(encoded)\n    members: []\n",
          to: "good/a.yaml"
        )
        for arguments in [["good"] + reports, ["drift", "good"], ["drift", "good", "--format", "json"], ["import", "other"]] {
          let outcome = try await rehearsal.segplan(arguments, environment: environment)
          #expect(!(outcome.output + outcome.errors).contains(Self.token), "\(outcome.output)\(outcome.errors)")
        }
        for file in ["markdown", "json", "codequality", "junit", "sarif", "summary", "output"] {
          let text = rehearsal.read("\(file).out") ?? ""
          #expect(!text.contains(Self.token) && !text.contains(encoded), "\(file): \(text)")
        }
      }
    }
  }

  @Test(arguments: [
    ["SEGPLAN_STATE": "s3://AKIAEXAMPLE:wJalr/XUtnFEMI@bucket/key"], ["SEGPLAN_STATE": "https://ada:wJalrXUtnFEMI@host/state"],
    ["BIGCOMMERCE_STORE_HASH": "wJalrXUtnFEMIwJalrXUtnFEMI"], ["SEGPLAN_API_URL": "https://wJalrXUtnFEMI@host"],
    ["BIGCOMMERCE_STORE_HASH": "wJalr/FEMI"], ["SEGPLAN_PATIENCE": "wJalrXUtnFEMI"],
    ["BIGCOMMERCE_ACCESS_TOKEN": "", "BIGCOMMERCE_ACCESS_TOKEN_FILE": "wJalrXUtnFEMI"],
    ["SEGPLAN_STATE": "s3://AKIAEXAMPLE%3AwJalr%40bucket/key"],
  ])
  func `a value that looks like a credential is refused without being shown`(environment: [String: String]) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let outcome = try await rehearsal.segplan(["--report", "sarif=report"], environment: environment)
      #expect(outcome.exitCode == 1)
      for part in ["wJalr", "FEMI", "AKIAEXAMPLE"] {
        #expect(!(outcome.output + outcome.errors + (rehearsal.read("report") ?? "")).contains(part), "\(outcome.errors)")
      }
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test func `state pull refuses redaction, because it would print ids`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let outcome = try await rehearsal.segplan("state", "pull", "--redact-members")
      #expect(outcome.exitCode == 64)
      #expect(outcome.output.isEmpty && outcome.errors.contains("state list"), "\(outcome.errors)")
    }
  }

  @Test func `fmt shows its changes without addresses, also in unusual forms`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write(
        "version:  1\nsegments:\n  - name: A\n    members:\n      - email: o'brien@corp.example\n      - {email: joe@corp}\n"
          + "      - email: '\"a b\"@corp.example'\n      - email: jörg@münchen.example\n",
        to: "a.yaml"
      )
      let outcome = try await rehearsal.segplan("fmt", "--diff", "--check")
      #expect(outcome.exitCode == 2)
      #expect(outcome.output.contains("+++ a.yaml") && outcome.output.contains("email: ***"), "\(outcome.output)")
      for part in ["brien", "joe", "corp", "a b", "jörg", "münchen"] {
        #expect(!outcome.output.contains(part), "\(outcome.output)")
      }
    }
  }
}

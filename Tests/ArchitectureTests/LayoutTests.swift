import Testing

@Suite("Layout")
struct LayoutTests {
  /// What may stand at the top of the project.
  ///
  /// `Package.resolved` is made by the build and is not part of the project.
  private static let topLevel: Set<String> = [
    "CHANGELOG.md", "LICENSE", "Package.resolved", "Package.swift", "README.md", "Sources", "Tests", "docs", "examples",
  ]

  /// A longer file does more than one thing.
  private static let mostLines = 400

  @Test func `The top folder contains only known files`() throws {
    for name in try SourceTree.names(in: "") where !name.hasPrefix(".") && !Self.topLevel.contains(name) {
      Issue.record("\(name) stands at the top of the project; it belongs into Sources, Tests, examples or docs")
    }
  }

  @Test func `No file is longer than four hundred lines`() throws {
    let files = try SourceTree.swiftFiles(below: "Sources") + SourceTree.swiftFiles(below: "Tests")
    try #require(!files.isEmpty)
    for file in files {
      let lines = file.text.utf8.count { $0 == UInt8(ascii: "\n") }
      #expect(lines <= Self.mostLines, "\(file.path) has \(lines) lines; split it by what it does")
    }
  }

  @Test func `Every module with code has a test folder with its name`() throws {
    let tests = Set(try SourceTree.names(in: "Tests"))
    // The programs are tested as programs.
    let programs: Set<String> = ["CLibYAML", "CZlib", "Commands", "segplan", "segapply", "segsim", "segbench"]
    for row in ImportTable.rows where !programs.contains(row.module) {
      #expect(tests.contains("\(row.module)Tests"), "there is no folder Tests/\(row.module)Tests")
    }
    #expect(tests.contains("CommandLineTests"))
  }

  @Test func `Only the guardrails make an approved plan`() throws {
    for file in try SourceTree.swiftFiles(below: "Sources") where file.path != "Sources/Planning/Guardrails/ApprovedPlan.swift" {
      #expect(!file.text.contains("ApprovedPlan("), "\(file.path) makes an ApprovedPlan, past the guardrails")
    }
    let declaration = try #require(
      try SourceTree.swiftFiles(below: "Sources/Planning/Guardrails").first { $0.path.hasSuffix("/ApprovedPlan.swift") }
    )
    #expect(
      declaration.text.split(separator: "\n").filter { $0.contains("init(") } == [
        "  fileprivate init(_ plan: Plan) { self.plan = plan }"
      ]
    )
  }
}

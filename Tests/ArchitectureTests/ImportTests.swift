import Testing

@Suite("Imports")
struct ImportTests {
  @Test func `Every import is in the table`() throws {
    let files = try SourceTree.swiftFiles(below: "Sources") + SourceTree.swiftFiles(below: "Tests/segbench")
    try #require(!files.isEmpty)
    for file in files {
      for problem in Self.problems(in: file) { Issue.record("\(problem)") }
    }
  }

  @Test func `No file imports all of Foundation, tests included`() throws {
    let files = try SourceTree.swiftFiles(below: "Sources") + SourceTree.swiftFiles(below: "Tests")
    for file in files {
      for found in ImportLine.all(in: file.text) where ImportTable.banned.contains(found.module) {
        Issue.record("\(file.path):\(found.line): \(found.module) is imported; FoundationEssentials has what is needed")
      }
    }
  }

  @Test func `Every module has a row, and every row is a module`() throws {
    let folders = try SourceTree.names(in: "Sources") + ["segbench"]
    let rows = ImportTable.rows.map(\.module)
    for folder in folders where !rows.contains(folder) {
      Issue.record("Sources/\(folder) has no row in Tests/ArchitectureTests/ImportTable.swift: say what it may import")
    }
    for row in rows where !folders.contains(row) {
      Issue.record("Tests/ArchitectureTests/ImportTable.swift has a row for \(row), and there is no folder Sources/\(row)")
    }
  }

  @Test func `A row names only modules above it, so there is no cycle`() {
    var above: Set<String> = []
    for row in ImportTable.rows {
      for allowance in row.ours {
        #expect(above.contains(allowance.name), "\(row.module) may import \(allowance.name), which does not stand above it")
      }
      #expect(above.insert(row.module).inserted, "\(row.module) has two rows")
      let outside = Set(row.outside.map(\.name))
      #expect(outside.isDisjoint(with: ImportTable.banned.union(ImportTable.rows.map(\.module))))
    }
  }

  @Test func `The table keeps the rules that other tests and documents rely on`() {
    func importers(of name: String) -> Set<String> {
      Set(ImportTable.rows.filter { ($0.ours + $0.outside).map(\.name).contains(name) }.map(\.module))
    }
    #expect(importers(of: "Glibc") == ["FileAccess", "Commands", "StoreSimulator", "segbench"])
    let wholeModules = ImportTable.rows.filter { $0.outside.contains { $0.name == "Glibc" && $0.onlyIn.isEmpty } }
    #expect(wholeModules.map(\.module) == ["FileAccess"])
    #expect(importers(of: "Hummingbird") == ["StoreSimulator"])
    #expect(importers(of: "StoreSimulator") == ["segsim", "segbench"])
    #expect(importers(of: "CLibYAML") == ["Manifests"])
    #expect(importers(of: "CZlib") == ["Manifests"])
    #expect(importers(of: "AsyncHTTPClient") == ["HTTPExchange"])
    #expect(importers(of: "Reporting") == ["Commands", "segbench"])
  }

  @Test func `A forbidden import is reported with its place and the allowed ones`() {
    let file = SourceTree.File(
      path: "Sources/Planning/Diff/Planner.swift",
      text: "import SegmentModel\nimport Synchronization\n\nimport Crypto\npackage import StoreClient\n"
    )
    #expect(
      Self.problems(in: file) == [
        """
        Sources/Planning/Diff/Planner.swift:4: Planning may import Crypto only in Plan/PlanCodec.swift, Plan/Digests.swift
        """,
        """
        Sources/Planning/Diff/Planner.swift:5: Planning may not import StoreClient; it may import SegmentModel, Diagnostics, Algorithms (only in \
        Explain/), Crypto (only in Plan/PlanCodec.swift, Plan/Digests.swift), FoundationEssentials (only in Plan/)
        """,
      ]
    )
    let allowed = SourceTree.File(
      path: "Sources/Planning/Plan/PlanCodec.swift",
      text: file.text.replacing("StoreClient", with: "Diagnostics")
    )
    #expect(Self.problems(in: allowed).isEmpty)
    let stranger = SourceTree.File(path: "Sources/Stranger/File.swift", text: "import SegmentModel")
    #expect(Self.problems(in: stranger).count == 1)
  }

  /// What the table has against a file's imports.
  private static func problems(in file: SourceTree.File) -> [String] {
    let row = ImportTable.row(of: file.module) ?? ModuleRow(file.module)
    return ImportLine.all(in: file.text).compactMap { found in
      if ImportTable.standardLibrary.contains(found.module) { return nil }
      let place = "\(file.path):\(found.line): \(row.module)"
      guard let allowance = (row.ours + row.outside).first(where: { $0.name == found.module }) else {
        let allowed = (row.ours + row.outside).map { allowance in
          allowance.onlyIn.isEmpty ? allowance.name : "\(allowance.name) (only in \(allowance.onlyIn.joined(separator: ", ")))"
        }
        return
          "\(place) may not import \(found.module); it may import \(allowed.isEmpty ? "nothing" : allowed.joined(separator: ", "))"
      }
      if allowance.covers(file.pathInModule) { return nil }
      return "\(place) may import \(found.module) only in \(allowance.onlyIn.joined(separator: ", "))"
    }
  }
}

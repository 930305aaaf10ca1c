import Diagnostics
import FoundationEssentials
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Loading lists")
struct MemberListLoaderTests {
  private static func write(_ text: String, to path: String) throws {
    let file = URL(filePath: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private static func link(_ path: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: destination)
  }

  /// Loads with the root `folder/conf` and a manifest in `folder/conf/segments`.
  private static func load(_ pattern: String, in folder: String, allowsOutside: Bool = false) -> MemberListLoader.Result {
    MemberListLoader.load(
      makeEntry(MemberListRequest(pattern: pattern)),
      manifestFolder: "\(folder)/conf/segments",
      root: "\(folder)/conf",
      allowsOutside: allowsOutside
    )
  }

  private static func withLists(_ body: (_ folder: String) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      try write("\(id(1))\n", to: "\(folder)/conf/segments/a.txt")
      try write("\(id(2))\n", to: "\(folder)/conf/segments/lists/b.txt")
      try write("\(id(3))\n", to: "\(folder)/conf/segments/lists/deep/c.txt")
      try write("\(id(4))\n", to: "\(folder)/conf/segments/lists/.hidden.txt")
      try write("\(id(5))\n", to: "\(folder)/conf/segments/.git/d.txt")
      try write("\(id(6))\n", to: "\(folder)/conf/other/e.txt")
      try write("secret\n", to: "\(folder)/outside.txt")
      try await body(folder)
    }
  }

  @Test(arguments: [
    ("a.txt", ["a.txt"]), ("./lists/../a.txt", ["./lists/../a.txt"]), ("../other/e.txt", ["../other/e.txt"]),
    ("*.txt", ["a.txt"]), ("*/b.txt", ["lists/b.txt"]), ("**/*.txt", ["a.txt", "lists/b.txt", "lists/deep/c.txt"]),
    ("lists/**", ["lists/b.txt", "lists/deep/c.txt"]), ("**/deep/**/c.txt", ["lists/deep/c.txt"]),
    ("[a-z]ists/?.txt", ["lists/b.txt"]), ("../*/*.txt", ["../other/e.txt", "../segments/a.txt"]),
    ("lists/.hidden.txt", ["lists/.hidden.txt"]), ("**/**/*.txt", ["a.txt", "lists/b.txt", "lists/deep/c.txt"]),
  ])
  func `a path or a pattern is relative to the manifest's folder`(pattern: String, found: [String]) async throws {
    try await Self.withLists { folder in
      let read = Self.load(pattern, in: folder)
      #expect(read.diagnostics.isEmpty)
      #expect(read.files.map(\.path) == found.map { "\(folder)/conf/segments/\($0)" })
      #expect(read.files.allSatisfy { $0.count == 1 })
    }
  }

  @Test(arguments: ["none.txt", "*.csv", "lists/none/*.txt", "*/none.txt", "none/**", "a.txt\0.gz"])
  func `a missing file or a pattern without matches is an error with its place in the manifest`(pattern: String) async throws {
    try await Self.withLists { folder in
      let read = Self.load(pattern, in: folder)
      #expect(read.files.isEmpty)
      #expect(places(read.diagnostics) == ["m.yaml:7:15 list-missing"])
      #expect(read.diagnostics.first?.sourceLine == entry.sourceLine)
    }
  }

  @Test(arguments: ["../../outside.txt", "lists/../../../outside.txt", "../../none.txt", "/etc/passwd", "/etc/*", "../../*.txt"])
  func `a path that leaves the configuration is refused, and nothing of the file is shown`(pattern: String) async throws {
    try await Self.withLists { folder in
      let read = Self.load(pattern, in: folder)
      #expect(read.files.isEmpty)
      #expect(places(read.diagnostics) == ["m.yaml:7:15 list-outside"])
      #expect(read.diagnostics.first?.detail?.contains("--allow-outside") == true)
    }
  }

  @Test func `links that lead outside the configuration are refused, in folder names and in file names`() async throws {
    try await Self.withLists { folder in
      try Self.link("\(folder)/conf/segments/x.txt", to: "\(folder)/outside.txt")
      try Self.link("\(folder)/conf/segments/up", to: "../..")
      try Self.link("\(folder)/conf/segments/chain.txt", to: "x.txt")
      for pattern in ["x.txt", "up/outside.txt", "chain.txt", "[x].txt", "up/*.txt", "u*/outside.txt"] {
        let read = Self.load(pattern, in: folder)
        #expect(read.files.isEmpty)
        #expect(places(read.diagnostics) == ["m.yaml:7:15 list-outside"], "\(pattern)")
        #expect(!"\(read.diagnostics)".contains("secret"))
      }
      // Allowed, it is read, and found to be no list.
      #expect(
        places(Self.load("x.txt", in: folder, allowsOutside: true).diagnostics).first?.hasSuffix("x.txt:1:1 bad-row") == true
      )
    }
  }

  @Test func `files outside are not listed, so that no message shows their names`() async throws {
    try await Self.withLists { folder in
      try Self.link("\(folder)/conf/segments/up", to: "../..")
      try Self.write("\(id(9))\n", to: "\(folder)/hushed.txt")
      for pattern in ["up/h*.txt", "up/nothing*", "u?/**/*.txt"] {
        let read = Self.load(pattern, in: folder)
        #expect(places(read.diagnostics) == ["m.yaml:7:15 list-outside"], "\(pattern)")
        #expect(!"\(read.diagnostics)".contains("hushed"))
      }
    }
  }

  @Test func `links and absolute paths within the configuration are followed`() async throws {
    try await Self.withLists { folder in
      try Self.link("\(folder)/conf/segments/in.txt", to: "../other/e.txt")
      try Self.link("\(folder)/conf/segments/folder", to: "../other")
      #expect(Self.load("in.txt", in: folder).files.map(\.count) == [1])
      #expect(Self.load("folder/*.txt", in: folder).files.map(\.count) == [1])
      #expect(Self.load("\(folder)/conf/other/e.txt", in: folder).files.map(\.path) == ["\(folder)/conf/other/e.txt"])
      #expect(Self.load("\(folder)/conf/*/e.txt", in: folder).files.map(\.path) == ["\(folder)/conf/other/e.txt"])
    }
  }

  @Test func `with --allow-outside, paths may lead anywhere`() async throws {
    try await Self.withLists { folder in
      try Self.write("\(id(9))\n", to: "\(folder)/far/z.txt")
      for pattern in ["../../far/z.txt", "\(folder)/far/z.txt", "../../f*/z.txt", "\(folder)/f?r/*.txt"] {
        #expect(Self.load(pattern, in: folder, allowsOutside: true).files.map(\.count) == [1], "\(pattern)")
      }
    }
  }

  @Test func `folders, pipes and dangling links are errors and do not block`() async throws {
    try await Self.withLists { folder in
      try await #require(ChildProcess.run("mkfifo", ["\(folder)/conf/segments/pipe"]).exitCode == 0)
      try Self.link("\(folder)/conf/segments/gone.lst", to: "nowhere")
      try Self.link("\(folder)/conf/segments/circle.lst", to: "circle.lst")
      #expect(places(Self.load("pipe", in: folder).diagnostics) == ["m.yaml:7:15 not-a-file"])
      #expect(places(Self.load("p*", in: folder).diagnostics) == ["m.yaml:7:15 not-a-file"])
      #expect(places(Self.load("lists", in: folder).diagnostics) == ["m.yaml:7:15 not-a-file"])
      #expect(
        places(Self.load("*.lst", in: folder).diagnostics).sorted() == ["m.yaml:7:15 cannot-read", "m.yaml:7:15 list-missing"]
      )
      #expect(places(Self.load("/dev/null", in: folder, allowsOutside: true).diagnostics) == ["m.yaml:7:15 not-a-file"])
      #expect(places(Self.load("l*", in: folder).diagnostics) == ["m.yaml:7:15 list-missing"])
    }
  }

  @Test(arguments: ["", "/", "//"])
  func `an empty path is an error`(pattern: String) async throws {
    try await Self.withLists { folder in
      #expect(places(Self.load(pattern, in: folder).diagnostics) == ["m.yaml:7:15 bad-list-path"])
    }
  }

  @Test func `two dots after a wildcard are an error`() async throws {
    try await Self.withLists { folder in
      #expect(places(Self.load("*/../a.txt", in: folder).diagnostics) == ["m.yaml:7:15 bad-list-path"])
    }
  }

  @Test func `fewer files than expected are an error that names them`() async throws {
    try await Self.withLists { folder in
      let entries = [1, 2].map { makeEntry(MemberListRequest(pattern: "lists/*.txt", minimumFiles: $0)) }
      let read = entries.map {
        MemberListLoader.load($0, manifestFolder: "\(folder)/conf/segments", root: "\(folder)/conf", allowsOutside: false)
      }
      #expect(read[0].files.count == 1 && read[0].diagnostics.isEmpty)
      #expect(places(read[1].diagnostics) == ["m.yaml:7:15 too-few-files"])
      #expect(read[1].files.isEmpty)
      #expect(read[1].diagnostics.first?.summary == "\"lists/*.txt\" finds 1 file, but `expect:` requires at least 2")
      #expect(read[1].diagnostics.first?.detail?.contains("lists/b.txt") == true)
    }
  }

  @Test func `one bad file of several makes the list invalid, and the problems of all are reported`() async throws {
    try await Self.withLists { folder in
      try Self.write("x\n", to: "\(folder)/conf/segments/lists/x.txt")
      try Self.write("", to: "\(folder)/conf/segments/lists/y.txt")
      let read = Self.load("lists/*", in: folder)
      #expect(read.files.isEmpty)
      #expect(read.diagnostics.map(\.code) == ["bad-row", "empty-list"])
    }
  }
}

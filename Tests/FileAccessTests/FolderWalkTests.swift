import FileAccess
import TestSupport
import Testing

@Suite("Folder walks")
struct FolderWalkTests {
  private static func files(in folder: String, _ extensions: Set<String> = ["yaml", "yml"]) throws -> [String] {
    try FileAccess.files(inFolder: folder, withExtensions: extensions).map { String($0.dropFirst(folder.utf8.count + 1)) }
  }

  @Test func `Files are found at every depth, by their extension, sorted by their bytes`() throws {
    try withTemporaryFolder { folder in
      for path in [
        "b/z.yaml", "b/a/x.yml", "B.yaml", "a.yaml", "a/b.yaml", "é.yaml", "b/z.csv", "yaml", "x.yaml.txt", "x.YAML", "dot.",
      ] {
        if let slash = path.lastIndex(of: "/") { try Files.makeFolder("\(folder)/\(path[..<slash])") }
        try Files.write("x", to: "\(folder)/\(path)")
      }
      try Files.makeFolder("\(folder)/folder.yaml")
      #expect(try Self.files(in: folder) == ["B.yaml", "a.yaml", "a/b.yaml", "b/a/x.yml", "b/z.yaml", "é.yaml"])
      #expect(try Self.files(in: folder, ["csv"]) == ["b/z.csv"])
      #expect(try Self.files(in: folder, []).isEmpty)
    }
  }

  @Test func `Hidden names are skipped, unless one is the given folder`() throws {
    try withTemporaryFolder { folder in
      try Files.makeFolder("\(folder)/.git")
      try Files.write("x", to: "\(folder)/.git/a.yaml")
      try Files.write("x", to: "\(folder)/.b.yaml")
      #expect(try Self.files(in: folder).isEmpty)
      #expect(try Self.files(in: "\(folder)/.git") == ["a.yaml"])
    }
  }

  @Test func `Links to files are listed, even dangling ones, so that reading reports them`() throws {
    try withTemporaryFolder { folder in
      try Files.write("x", to: "\(folder)/a.yaml")
      try Files.link("\(folder)/link.yaml", to: "a.yaml")
      try Files.link("\(folder)/dangling.yaml", to: "nowhere")
      try Files.link("\(folder)/circle.yaml", to: "circle.yaml")
      #expect(try Self.files(in: folder) == ["a.yaml", "circle.yaml", "dangling.yaml", "link.yaml"])
    }
  }

  @Test func `Links to folders are not followed, so there are no loops`() throws {
    try withTemporaryFolder { folder in
      try Files.makeFolder("\(folder)/sub")
      try Files.write("x", to: "\(folder)/sub/a.yaml")
      try Files.link("\(folder)/sub/up", to: "..")
      try Files.link("\(folder)/again", to: "sub")
      try Files.link("\(folder)/folder.yaml", to: "sub")
      #expect(try Self.files(in: folder) == ["sub/a.yaml"])
      // The folder that was asked for may be a link itself.
      #expect(try Self.files(in: "\(folder)/again") == ["a.yaml"])
    }
  }

  @Test func `Pipes are listed for the reader to refuse`() async throws {
    try await withTemporaryFolder { folder in
      try await Files.makePipe("\(folder)/pipe.yaml")
      #expect(try Self.files(in: folder) == ["pipe.yaml"])
    }
  }

  @Test func `A folder with a trailing slash gives the same paths`() throws {
    try withTemporaryFolder { folder in
      try Files.write("x", to: "\(folder)/a.yaml")
      #expect(try FileAccess.files(inFolder: "\(folder)/", withExtensions: ["yaml"]) == ["\(folder)/a.yaml"])
    }
  }

  @Test func `Sixty-four levels are read, and one more is an error`() throws {
    try withTemporaryFolder { folder in
      let deepest = folder + String(repeating: "/d", count: FileAccess.maximumDepth)
      try Files.makeFolder(deepest)
      try Files.write("x", to: "\(deepest)/a.yaml")
      #expect(try Self.files(in: folder).count == 1)
      try Files.makeFolder("\(deepest)/d")
      #expect(throws: FileAccessError.folderTooDeep(path: "\(deepest)/d", limit: FileAccess.maximumDepth)) {
        try Self.files(in: folder)
      }
    }
  }

  @Test func `A name that is not UTF-8 is an error, unless it is hidden`() async throws {
    try await withTemporaryFolder { folder in
      let hidden = try await ChildProcess.run("sh", ["-c", #"touch "$1/.$(printf '\377').yaml""#, "sh", folder])
      try #require(hidden.exitCode == 0, "\(hidden.errors)")
      #expect(try Self.files(in: folder).isEmpty)
      let shown = try await ChildProcess.run("sh", ["-c", #"touch "$1/$(printf 'b\377').yaml""#, "sh", folder])
      try #require(shown.exitCode == 0, "\(shown.errors)")
      #expect(throws: FileAccessError.nameNotUTF8(path: "\(folder)/b\u{FFFD}.yaml")) { try Self.files(in: folder) }
    }
  }

  @Test func `Only folders can be walked`() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileAccessError.cannotList(path: "\(folder)/missing", .missing)) { try Self.files(in: "\(folder)/missing") }
      try Files.write("x", to: "\(folder)/file")
      #expect(throws: FileAccessError.self) { try Self.files(in: "\(folder)/file") }
    }
  }
}

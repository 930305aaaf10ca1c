import FileAccess
import TestSupport
import Testing

@Suite("Real paths")
struct RealPathTests {
  @Test func `A real path has no links and no dots`() throws {
    try withTemporaryFolder { folder in
      let real = try FileAccess.realPath(of: folder)
      try Files.makeFolder("\(folder)/a/b")
      try Files.write("x", to: "\(folder)/a/b/file")
      try Files.link("\(folder)/link", to: "a/b")
      #expect(try FileAccess.realPath(of: "\(folder)/link/../b/./file") == "\(real)/a/b/file")
      #expect(throws: FileAccessError.cannotInspect(path: "\(folder)/none", .missing)) {
        try FileAccess.realPath(of: "\(folder)/none")
      }
    }
  }

  @Test func `A file must be in the folder, by whatever path it is reached`() throws {
    try withTemporaryFolder { folder in
      let inside = try FileAccess.realPath(of: folder) + "/in"
      try Files.makeFolder("\(folder)/in/deep")
      try Files.makeFolder("\(folder)/inner")
      for path in ["in/deep/file", "inner/file", "file"] { try Files.write("x", to: "\(folder)/\(path)") }
      try Files.link("\(folder)/in/out", to: "../file")
      try Files.link("\(folder)/in/up", to: "..")
      try Files.link("\(folder)/back", to: "in/deep/file")
      for path in ["in/deep/file", "back", "in/up/in/deep/file"] {
        #expect(try FileAccess.read("\(folder)/\(path)", limit: 9, insideFolder: inside) == [UInt8(ascii: "x")])
      }
      for path in ["file", "in/out", "in/up/file", "in/../file", "inner/file"] {
        #expect(throws: FileAccessError.outsideFolder(path: "\(folder)/\(path)", folder: inside)) {
          try FileAccess.read("\(folder)/\(path)", limit: 9, insideFolder: inside)
        }
        #expect(try FileAccess.read("\(folder)/\(path)", limit: 9, insideFolder: nil).count == 1)
      }
      #expect(throws: FileAccessError.cannotRead(path: "\(folder)/in/none", .missing)) {
        try FileAccess.read("\(folder)/in/none", limit: 9, insideFolder: inside)
      }
      #expect(throws: FileAccessError.tooLarge(path: "\(folder)/back", limit: 0)) {
        try FileAccess.read("\(folder)/back", limit: 0, insideFolder: inside)
      }
    }
  }

  @Test func `A pipe in the folder does not block`() async throws {
    try await withTemporaryFolder { folder in
      try await Files.makePipe("\(folder)/pipe")
      let real = try FileAccess.realPath(of: folder)
      #expect(throws: FileAccessError.notAFile(path: "\(folder)/pipe", .other)) {
        try FileAccess.read("\(folder)/pipe", limit: 9, insideFolder: real)
      }
    }
  }

  @Test(arguments: [("/a/b", "/a", true), ("/a", "/a", true), ("/ab", "/a", false), ("/a", "/a/b", false), ("/x", "/", true)])
  func `A folder contains itself and everything below it`(path: String, folder: String, holds: Bool) {
    #expect(FileAccess.isInside(path, folder: folder) == holds)
  }

  @Test func `A dangling link counts as an existing entry at its path`() throws {
    try withTemporaryFolder { folder in
      try Files.link("\(folder)/dangling", to: "nowhere")
      #expect(try FileAccess.isThere("\(folder)/dangling"))
      #expect(try !FileAccess.isThere("\(folder)/none"))
    }
  }

  @Test func `The entries of a folder are sorted, include links to folders as folders, and exclude hidden names`() throws {
    try withTemporaryFolder { folder in
      try Files.makeFolder("\(folder)/b")
      try Files.write("x", to: "\(folder)/a")
      try Files.write("x", to: "\(folder)/.hidden")
      try Files.link("\(folder)/c", to: "b")
      try Files.link("\(folder)/d", to: "nowhere")
      try Files.link("\(folder)/e", to: "e")
      let entries = try FileAccess.entries(inFolder: folder)
      #expect(entries.map(\.name) == ["a", "b", "c", "d", "e"])
      #expect(entries.filter(\.isFolder).map(\.name) == ["b", "c"])
      #expect(entries.filter(\.isLink).map(\.name) == ["c", "d", "e"])
      #expect(throws: FileAccessError.cannotList(path: "\(folder)/none", .missing)) {
        try FileAccess.entries(inFolder: "\(folder)/none")
      }
    }
  }
}

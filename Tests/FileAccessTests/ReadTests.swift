import FileAccess
import TestSupport
import Testing

@Suite("Bounded reads")
struct ReadTests {
  @Test(arguments: [0, 1, 4095, 4096, 4097, 8192, 8193, 100_000])
  func `A file is read completely, even with exactly the maximum size`(size: Int) throws {
    try withTemporaryFolder { folder in
      let text = String(repeating: "x", count: size)
      try Files.write(text, to: "\(folder)/file")
      for limit in [size, size + 1, 1 << 40, .max] {
        #expect(try FileAccess.read("\(folder)/file", limit: limit) == Array(text.utf8))
        #expect(try FileAccess.readIfPresent("\(folder)/file", limit: limit) == Array(text.utf8))
      }
    }
  }

  @Test(arguments: [1, 4096, 4097, 100_000])
  func `One byte above the maximum is refused`(size: Int) throws {
    try withTemporaryFolder { folder in
      try Files.write(String(repeating: "x", count: size), to: "\(folder)/file")
      #expect(throws: FileAccessError.tooLarge(path: "\(folder)/file", limit: size - 1)) {
        try FileAccess.read("\(folder)/file", limit: size - 1)
      }
    }
  }

  /// Files of the kernel say that they are empty, like one that grows while it is read.
  @Test(.enabled(if: Files.exists("/proc/self/status"), "there is no /proc"))
  func `The limit applies even if a file is larger than it reports`() throws {
    let bytes = try FileAccess.read("/proc/self/status", limit: 1 << 20)
    try #require(bytes.count > 100)
    #expect(throws: FileAccessError.tooLarge(path: "/proc/self/status", limit: 100)) {
      try FileAccess.read("/proc/self/status", limit: 100)
    }
    #expect(throws: FileAccessError.tooLarge(path: "/proc/self/status", limit: 0)) {
      try FileAccess.read("/proc/self/status", limit: 0)
    }
  }

  @Test func `A missing file is a separate error`() throws {
    try withTemporaryFolder { folder in
      try Files.link("\(folder)/dangling", to: "nowhere")
      for path in ["\(folder)/missing", "\(folder)/missing/file", "\(folder)/dangling"] {
        #expect(throws: FileAccessError.cannotRead(path: path, .missing)) { try FileAccess.read(path, limit: 10) }
        #expect(try FileAccess.readIfPresent(path, limit: 10) == nil)
      }
      // A part of the path is a file: that is no missing file but a wrong path.
      try Files.write("x", to: "\(folder)/file")
      #expect(throws: FileAccessError.self) { try FileAccess.readIfPresent("\(folder)/file/file", limit: 10) }
    }
  }

  @Test func `Links are followed`() throws {
    try withTemporaryFolder { folder in
      try Files.write("text", to: "\(folder)/file")
      try Files.link("\(folder)/link", to: "file")
      try Files.link("\(folder)/chain", to: "\(folder)/link")
      #expect(try FileAccess.read("\(folder)/chain", limit: 10) == Array("text".utf8))
      try Files.link("\(folder)/circle", to: "circle")
      #expect(throws: FileAccessError.self) { try FileAccess.readIfPresent("\(folder)/circle", limit: 10) }
    }
  }

  @Test func `Only regular files are read, without waiting for others`() async throws {
    try await withTemporaryFolder { folder in
      try await Files.makePipe("\(folder)/pipe")
      #expect(throws: FileAccessError.notAFile(path: folder, .folder)) { try FileAccess.read(folder, limit: 10) }
      // Nothing writes into the pipe: opening it normally would block forever.
      #expect(throws: FileAccessError.notAFile(path: "\(folder)/pipe", .other)) {
        try FileAccess.read("\(folder)/pipe", limit: 10)
      }
      #expect(throws: FileAccessError.notAFile(path: "/dev/zero", .other)) { try FileAccess.read("/dev/zero", limit: 10) }
      #expect(throws: FileAccessError.notAFile(path: "/dev/null", .other)) {
        try FileAccess.readIfPresent("/dev/null", limit: 10)
      }
    }
  }

  @Test func `The kind of a path is the kind of the file that a link leads to`() async throws {
    try await withTemporaryFolder { folder in
      try Files.write("x", to: "\(folder)/file")
      try Files.link("\(folder)/link", to: "file")
      try Files.link("\(folder)/dangling", to: "nowhere")
      try await Files.makePipe("\(folder)/pipe")
      #expect(try FileAccess.kind(of: "\(folder)/file") == .file)
      #expect(try FileAccess.kind(of: "\(folder)/link") == .file)
      #expect(try FileAccess.kind(of: folder) == .folder)
      #expect(try FileAccess.kind(of: "\(folder)/pipe") == .other)
      #expect(try FileAccess.kind(of: "\(folder)/missing") == nil)
      #expect(try FileAccess.kind(of: "\(folder)/dangling") == nil)
      #expect(throws: FileAccessError.self) { try FileAccess.kind(of: "\(folder)/file/x") }
    }
  }

  @Test func `A file has the same identity under all its paths`() throws {
    try withTemporaryFolder { folder in
      try Files.write("x", to: "\(folder)/file")
      try Files.write("x", to: "\(folder)/other")
      try Files.link("\(folder)/link", to: "file")
      try Files.hardLink("\(folder)/second", to: "\(folder)/file")
      let identity = try #require(try FileAccess.identity(of: "\(folder)/file"))
      #expect(try FileAccess.identity(of: "\(folder)/../\(folder.split(separator: "/").last ?? "")/file") == identity)
      #expect(try FileAccess.identity(of: "\(folder)/link") == identity)
      #expect(try FileAccess.identity(of: "\(folder)/second") == identity)
      #expect(try FileAccess.identity(of: "\(folder)/other") != identity)
      #expect(try FileAccess.identity(of: "\(folder)/missing") == nil)
    }
  }
}

import FileAccess
import TestSupport
import Testing

@Suite("Durable writes")
struct DurableWriteTests {
  private static func write(_ text: String, to path: String, keepingBackup backupPath: String? = nil) throws(FileAccessError) {
    try FileAccess.writeDurably(Array(text.utf8), to: path, keepingBackup: backupPath)
  }

  @Test(arguments: ["", "x", String(repeating: "long ", count: 100_000)])
  func `A new file has the bytes, is for its owner only, and leaves no other file`(text: String) throws {
    try withTemporaryFolder { folder in
      try Self.write(text, to: "\(folder)/state")
      #expect(try Files.text("\(folder)/state") == text)
      #expect(try Files.permissions("\(folder)/state") == 0o600)
      #expect(try Files.names(in: folder) == ["state"])
    }
  }

  @Test(arguments: [0o600, 0o640, 0o644, 0o755])
  func `An existing file keeps its permissions`(permissions: Int) throws {
    try withTemporaryFolder { folder in
      try Files.write("old", to: "\(folder)/state", permissions: permissions)
      try Self.write("new", to: "\(folder)/state")
      #expect(try Files.text("\(folder)/state") == "new")
      #expect(try Files.permissions("\(folder)/state") == permissions)
      #expect(try Files.names(in: folder) == ["state"])
    }
  }

  @Test func `The old file is never overwritten, so an open descriptor still reads it`() throws {
    try withTemporaryFolder { folder in
      try Files.write("old", to: "\(folder)/state")
      try Files.hardLink("\(folder)/reader", to: "\(folder)/state")
      try Self.write("new and longer", to: "\(folder)/state")
      #expect(try Files.text("\(folder)/reader") == "old")
    }
  }

  @Test func `A reader finds one complete version while others write`() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/state"
      func version(_ number: Int) -> [UInt8] { [UInt8](repeating: UInt8(number), count: 20_000 + number) }
      try FileAccess.writeDurably(version(0), to: path)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 1...4 {
          group.addTask {
            for _ in 1...10 {
              try FileAccess.writeDurably(version(writer), to: path)
              await Task.yield()
            }
          }
        }
        group.addTask {
          for _ in 1...200 {
            let bytes = try FileAccess.read(path, limit: 1 << 20)
            try #require(bytes == version(Int(bytes.first ?? 99)))
            await Task.yield()
          }
        }
        try await group.waitForAll()
      }
      #expect(try Files.names(in: folder) == ["state"])
    }
  }

  // MARK: backup

  @Test func `Only the previous version is kept`() throws {
    try withTemporaryFolder { folder in
      let (path, backup) = ("\(folder)/state", "\(folder)/state.backup")
      try Self.write("one", to: path, keepingBackup: backup)
      #expect(try Files.names(in: folder) == ["state"])
      try Self.write("two", to: path, keepingBackup: backup)
      #expect(try Files.text(backup) == "one")
      try Self.write("three", to: path, keepingBackup: backup)
      #expect(try Files.text(path) == "three")
      #expect(try Files.text(backup) == "two")
      #expect(try Files.permissions(backup) == 0o600)
      #expect(try Files.names(in: folder) == ["state", "state.backup"])
    }
  }

  @Test func `A crash between the backup and the write does not disturb the next run`() throws {
    try withTemporaryFolder { folder in
      let (path, backup) = ("\(folder)/state", "\(folder)/state.backup")
      try Files.write("one", to: path)
      // Two names of one file is how such a crash leaves them.
      try Files.hardLink(backup, to: path)
      try Self.write("two", to: path, keepingBackup: backup)
      #expect(try Files.text(path) == "two")
      #expect(try Files.text(backup) == "one")
      #expect(try Files.names(in: folder) == ["state", "state.backup"])
    }
  }

  @Test func `Without a backup, nothing is written`() throws {
    try withTemporaryFolder { folder in
      try Files.write("old", to: "\(folder)/state")
      try Files.makeFolder("\(folder)/folder")
      #expect(throws: FileAccessError.folderMissing(path: "\(folder)/missing/backup", folder: "\(folder)/missing")) {
        try Self.write("new", to: "\(folder)/state", keepingBackup: "\(folder)/missing/backup")
      }
      #expect(throws: FileAccessError.notAFile(path: "\(folder)/folder", .folder)) {
        try Self.write("new", to: "\(folder)/state", keepingBackup: "\(folder)/folder")
      }
      #expect(try Files.text("\(folder)/state") == "old")
      #expect(try Files.names(in: folder) == ["folder", "state"])
    }
  }

  @Test(.enabled(if: Files.exists("/dev/shm"), "there is no second file system"))
  func `A backup on another file system is copied`() throws {
    try withTemporaryFolder { folder in
      let backup = "/dev/shm/segplan-test-\(folder.split(separator: "/").last ?? "")"
      defer { Files.remove(backup) }
      try Files.write("old", to: "\(folder)/state")
      try Self.write("new", to: "\(folder)/state", keepingBackup: backup)
      #expect(try Files.text(backup) == "old")
      #expect(try Files.permissions(backup) == 0o600)
      #expect(try Files.text("\(folder)/state") == "new")
    }
  }

  // MARK: links

  @Test func `A link stays a link, and the file that it leads to is written`() throws {
    try withTemporaryFolder { folder in
      try Files.makeFolder("\(folder)/real")
      try Files.write("old", to: "\(folder)/real/state", permissions: 0o640)
      try Files.link("\(folder)/near", to: "real/state")
      try Files.link("\(folder)/far", to: "\(folder)/near")
      try Self.write("new", to: "\(folder)/far", keepingBackup: "\(folder)/far.backup")
      #expect(Files.destination("\(folder)/far") == "\(folder)/near")
      #expect(Files.destination("\(folder)/near") == "real/state")
      #expect(try Files.text("\(folder)/real/state") == "new")
      #expect(try Files.permissions("\(folder)/real/state") == 0o640)
      #expect(try Files.text("\(folder)/far.backup") == "old")
      #expect(try Files.names(in: "\(folder)/real") == ["state"])
      #expect(try Files.names(in: folder) == ["far", "far.backup", "near", "real"])
    }
  }

  @Test func `Writing to a dangling link creates the file that it names`() throws {
    try withTemporaryFolder { folder in
      try Files.makeFolder("\(folder)/real")
      try Files.link("\(folder)/link", to: "real/state")
      try Self.write("new", to: "\(folder)/link")
      #expect(try Files.text("\(folder)/real/state") == "new")
      #expect(Files.destination("\(folder)/link") == "real/state")
      try Files.link("\(folder)/astray", to: "missing/state")
      #expect(throws: FileAccessError.folderMissing(path: "\(folder)/astray", folder: "\(folder)/missing")) {
        try Self.write("new", to: "\(folder)/astray")
      }
    }
  }

  @Test func `Links in a circle are an error`() throws {
    try withTemporaryFolder { folder in
      try Files.link("\(folder)/a", to: "b")
      try Files.link("\(folder)/b", to: "a")
      let error = try #require(throws: FileAccessError.self) { try Self.write("new", to: "\(folder)/a") }
      guard case .cannotWrite("\(folder)/a", _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  // MARK: names

  /// A temporary name must fit beside a name of any length, cut where a character ends or not.
  @Test(arguments: [
    String(repeating: "n", count: 255), String(repeating: "夏", count: 85), "a" + String(repeating: "é", count: 127),
  ])
  func `The longest possible file name works`(name: String) throws {
    try withTemporaryFolder { folder in
      try Self.write("old", to: "\(folder)/\(name)")
      try Self.write("new", to: "\(folder)/\(name)")
      #expect(try Files.text("\(folder)/\(name)") == "new")
      #expect(try Files.names(in: folder).count == 1)
    }
  }

  // MARK: what cannot be written

  @Test func `Only regular files are replaced`() async throws {
    try await withTemporaryFolder { folder in
      try Files.makeFolder("\(folder)/folder")
      try await Files.makePipe("\(folder)/pipe")
      for (path, kind) in [("\(folder)/folder", FileKind.folder), ("\(folder)/pipe", .other), ("/dev/null", .other)] {
        #expect(throws: FileAccessError.notAFile(path: path, kind)) { try Self.write("new", to: path) }
        #expect(throws: FileAccessError.notAFile(path: path, kind)) { try FileAccess.requireWritable(fileAt: path) }
        #expect(try FileAccess.kind(of: path) == kind)
      }
      #expect(try Files.names(in: folder) == ["folder", "pipe"])
    }
  }

  @Test func `A missing folder is reported by name`() throws {
    try withTemporaryFolder { folder in
      for path in ["\(folder)/missing/state", "\(folder)/missing/deeper/state"] {
        let error = FileAccessError.folderMissing(path: path, folder: String(path.dropLast("/state".count)))
        #expect(throws: error) { try Self.write("new", to: path) }
        #expect(throws: error) { try FileAccess.requireWritable(fileAt: path) }
      }
      try Files.write("x", to: "\(folder)/file")
      #expect(throws: FileAccessError.self) { try Self.write("new", to: "\(folder)/file/state") }
      #expect(throws: FileAccessError.self) { try FileAccess.requireWritable(fileAt: "\(folder)/file/state") }
    }
  }

  /// Even the root account cannot create files there, so this works for every user.
  @Test(.enabled(if: Files.exists("/proc/self"), "there is no /proc"))
  func `A folder that accepts no files is detected before there is anything to write`() throws {
    for _ in 1...2 {
      let error = try #require(throws: FileAccessError.self) {
        try FileAccess.requireWritable(fileAt: "/proc/self/segplan.state.json")
      }
      guard case .cannotWrite("/proc/self/segplan.state.json", _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func `Checking whether a file can be written changes nothing`() throws {
    try withTemporaryFolder { folder in
      try FileAccess.requireWritable(fileAt: "\(folder)/state")
      #expect(try Files.names(in: folder).isEmpty)
      try Files.write("old", to: "\(folder)/state", permissions: 0o644)
      let identity = try FileAccess.identity(of: "\(folder)/state")
      try FileAccess.requireWritable(fileAt: "\(folder)/state")
      #expect(try Files.text("\(folder)/state") == "old")
      #expect(try Files.permissions("\(folder)/state") == 0o644)
      #expect(try FileAccess.identity(of: "\(folder)/state") == identity)
      #expect(try Files.names(in: folder) == ["state"])
    }
  }
}

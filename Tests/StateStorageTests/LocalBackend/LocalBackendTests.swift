import FileAccess
import FoundationEssentials
import TestSupport
import Testing

@testable import StateStorage

/// What is particular to files; what every backend owes is in ``StateBackendTests``.
@Suite("Local state")
struct LocalBackendTests {
  private static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  private static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private static func permissions(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) & 0o777
  }

  @Test func `State, backup and lock are in one folder, readable only by their owner`() async throws {
    try await withTemporaryFolder { folder in
      let backend = LocalBackend(path: "\(folder)/s.json")
      let lock = try await backend.lock(Sample.lockInfo())
      let first = try await backend.write(Array("one".utf8), replacing: nil)
      #expect(try Self.names(in: folder) == ["s.json", "s.json.lock"])
      _ = try await backend.write(Array("two".utf8), replacing: first)
      #expect(try Self.names(in: folder) == ["s.json", "s.json.backup", "s.json.lock"])
      #expect(try Self.text("\(folder)/s.json") == "two")
      #expect(try Self.text("\(folder)/s.json.backup") == "one")
      #expect(LockInfo(Array(try Self.text("\(folder)/s.json.lock").utf8)) == Sample.lockInfo())
      for name in try Self.names(in: folder) { #expect(try Self.permissions("\(folder)/\(name)") == 0o600) }
      try await lock.release()
      #expect(try Self.names(in: folder) == ["s.json", "s.json.backup", "s.json.lock"])
      #expect(try Self.text("\(folder)/s.json.lock").isEmpty)
    }
  }

  @Test func `A refused write does not change the backup`() async throws {
    try await withTemporaryFolder { folder in
      let backend = LocalBackend(path: "\(folder)/s.json")
      let first = try await backend.write([1], replacing: nil)
      let second = try await backend.write([2], replacing: first)
      await #expect(throws: StateError.self) { try await backend.write([3], replacing: first) }
      #expect(try Self.text("\(folder)/s.json.backup") == "\u{1}")
      #expect(try await backend.read()?.version == second)
    }
  }

  @Test func `The version depends only on the bytes`() async throws {
    try await withTemporaryFolder { folder in
      let backend = LocalBackend(path: "\(folder)/s.json")
      let version = try await backend.write([1], replacing: nil)
      try Self.write("edited by hand", to: "\(folder)/s.json")
      await #expect(throws: StateError.changedMeanwhile(location: "\(folder)/s.json")) {
        try await backend.write([2], replacing: version)
      }
      try Self.write("\u{1}", to: "\(folder)/s.json")
      _ = try await backend.write([2], replacing: version)
    }
  }

  // MARK: the lock

  @Test
  func `The lock of a killed holder is free, whatever name the file has`() async throws {
    try await withTemporaryFolder { folder in
      let backend = LocalBackend(path: "\(folder)/s.json")
      let info = Sample.lockInfo("killed")
      let lockPath = "\(folder)/s.json.lock"
      try Self.write(String(decoding: try info.encoded(), as: UTF8.self), to: lockPath)
      let holder = ["--no-fork", lockPath, "sh", "-c", "echo ready; exec sleep 1000"]
      try await ChildProcess.killed("flock", holder) {
        try #expect(await backend.lockHolder() == .held(by: info))
        await #expect(throws: LockHeldError(location: backend.location, holder: info)) {
          _ = try await backend.lock(Sample.lockInfo())
        }
        await #expect(throws: UnlockError.holderAlive(location: backend.location, holder: info)) {
          try await backend.forceUnlock(id: "killed")
        }
      } afterKill: {
        #expect(try await backend.lockHolder() == .free)
        await #expect(throws: UnlockError.notLocked(location: backend.location)) {
          try await backend.forceUnlock(id: "killed")
        }
        let lock = try await backend.lock(Sample.lockInfo("mine"))
        #expect(try await backend.lockHolder() == .held(by: Sample.lockInfo("mine")))
        try await lock.release()
      }
    }
  }

  @Test func `A holder whose name cannot be read still holds the lock`() async throws {
    try await withTemporaryFolder { folder in
      let backend = LocalBackend(path: "\(folder)/s.json")
      let lock = try #require(try FileLock.acquire(at: "\(folder)/s.json.lock"))
      try lock.replaceContent(Array("somebody's own format".utf8))
      #expect(try await backend.lockHolder() == .held(by: nil))
      await #expect(throws: LockHeldError(location: backend.location, holder: nil)) {
        _ = try await backend.lock(Sample.lockInfo())
      }
      await #expect(throws: UnlockError.unknownHolder(location: backend.location)) { try await backend.forceUnlock(id: "x") }
      lock.release()
    }
  }

  @Test func `Asking who holds the lock creates no file`() async throws {
    try await withTemporaryFolder { folder in
      try #expect(await LocalBackend(path: "\(folder)/s.json").lockHolder() == .free)
      try #expect(Self.names(in: folder).isEmpty)
    }
  }

  // MARK: what cannot be used

  @Test func `A missing folder is detected before anything else`() async throws {
    try await withTemporaryFolder { folder in
      let backend = LocalBackend(path: "\(folder)/missing/s.json")
      try #expect(await backend.read() == nil)
      await #expect(throws: FileAccessError.cannotLock(path: "\(folder)/missing/s.json.lock", .missing)) {
        _ = try await backend.lock(Sample.lockInfo())
      }
      await #expect(throws: FileAccessError.folderMissing(path: "\(folder)/missing/s.json", folder: "\(folder)/missing")) {
        try await backend.requireWritable()
      }
    }
  }

  @Test func `A folder is refused as a state`() async throws {
    try await withTemporaryFolder { folder in
      let backend = LocalBackend(path: folder)
      let error = FileAccessError.notAFile(path: folder, .folder)
      await #expect(throws: error) { _ = try await backend.read() }
      await #expect(throws: error) { try await backend.requireWritable() }
    }
  }
}

import FileAccess
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@Suite("File locks")
struct FileLockTests {
  @Test func `There is one holder at a time, even in one process`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/lock"
      let lock = try #require(try FileLock.acquire(at: path))
      #expect(try Files.permissions(path) == 0o600)
      #expect(try FileLock.acquire(at: path) == nil)
      #expect(try FileLock.isHeld(at: path))
      lock.release()
      #expect(try !FileLock.isHeld(at: path))
      let next = try #require(try FileLock.acquire(at: path))
      next.release()
    }
  }

  @Test func `A lock is released with its value`() throws {
    try withTemporaryFolder { folder in
      do { _ = try #require(try FileLock.acquire(at: "\(folder)/lock")) }
      #expect(try !FileLock.isHeld(at: "\(folder)/lock"))
    }
  }

  @Test func `Locks on different files are independent`() throws {
    try withTemporaryFolder { folder in
      let one = try #require(try FileLock.acquire(at: "\(folder)/one"))
      let other = try #require(try FileLock.acquire(at: "\(folder)/other"))
      one.release()
      #expect(try FileLock.isHeld(at: "\(folder)/other"))
      other.release()
    }
  }

  @Test func `A missing lock file is not locked, and asking does not create it`() throws {
    try withTemporaryFolder { folder in
      try #expect(!FileLock.isHeld(at: "\(folder)/lock"))
      try #expect(Files.names(in: folder).isEmpty)
    }
  }

  @Test func `The file has the holder's name while the lock is held, and stays afterwards`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/lock"
      try Files.write("a name that a killed holder left, longer than the next", to: path)
      let lock = try #require(try FileLock.acquire(at: path))
      try lock.replaceContent(Array("ada".utf8))
      #expect(try Files.text(path) == "ada")
      try lock.replaceContent(Array("bob".utf8))
      #expect(try Files.text(path) == "bob")
      lock.release()
      #expect(try Files.text(path).isEmpty)
      #expect(try Files.names(in: folder) == ["lock"])
    }
  }

  @Test func `A released lock accepts no name, and is released only once`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/lock"
      let first = try #require(try FileLock.acquire(at: path))
      first.release()
      #expect(throws: FileAccessError.lockReleased(path: path)) { try first.replaceContent([1]) }
      let second = try #require(try FileLock.acquire(at: path))
      first.release()
      #expect(try FileLock.isHeld(at: path))
      second.release()
    }
  }

  @Test func `Many holders get the lock one after the other`() async throws {
    try await withTemporaryFolder { folder in
      let counts = Counts()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...4 {
          group.addTask {
            var mine = 0
            while mine < 10 {
              guard let lock = try FileLock.acquire(at: "\(folder)/lock") else {
                await Task.yield()
                continue
              }
              counts.inside.withLock { $0 += 1 }
              await Task.yield()
              #expect(counts.inside.withLock { $0 } == 1)
              counts.inside.withLock { $0 -= 1 }
              mine += 1
              lock.release()
            }
            counts.turns.withLock { $0 += mine }
          }
        }
        try await group.waitForAll()
      }
      #expect(counts.turns.withLock { $0 } == 40)
    }
  }

  // MARK: other processes

  @Test func `Other processes cannot take a lock that is held`() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/lock"
      let lock = try #require(try FileLock.acquire(at: path))
      #expect(try await ChildProcess.run("flock", ["--nonblock", path, "true"]).exitCode == 1)
      lock.release()
      #expect(try await ChildProcess.run("flock", ["--nonblock", path, "true"]).exitCode == 0)
    }
  }

  @Test func `A lock is released when its holder is killed`() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/lock"
      // The shell takes the place of flock, and sleep that of the shell: one process, which holds the lock.
      let holder = ["--no-fork", path, "sh", "-c", "echo ready; exec sleep 1000"]
      try await ChildProcess.killed("flock", holder) {
        try #expect(FileLock.isHeld(at: path))
        try #expect(FileLock.acquire(at: path) == nil)
      } afterKill: {
        #expect(try !FileLock.isHeld(at: path))
        let lock = try #require(try FileLock.acquire(at: path))
        lock.release()
      }
    }
  }

  /// Else a child that outlives us would hold the lock.
  @Test(.enabled(if: Files.exists("/proc/self/fdinfo"), "there is no /proc"))
  func `No child inherits the lock`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/lock"
      let lock = try #require(try FileLock.acquire(at: path))
      defer { lock.release() }
      let descriptors = try Files.names(in: "/proc/self/fd").filter { descriptor in
        Files.destination("/proc/self/fd/\(descriptor)")?.hasSuffix(path) == true
      }
      let descriptor = try #require(descriptors.first)
      #expect(descriptors.count == 1)
      let info = String(decoding: try FileAccess.read("/proc/self/fdinfo/\(descriptor)", limit: 1 << 16), as: UTF8.self)
      let line = try #require(info.split(separator: "\n").first { $0.hasPrefix("flags:") })
      let flags = try #require(line.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0, radix: 8) })
      // O_CLOEXEC of Linux.
      #expect(flags & 0o2000000 != 0, "\(line)")
    }
  }

  // MARK: what cannot be locked

  @Test func `A path that cannot be a lock file is an error`() async throws {
    try await withTemporaryFolder { folder in
      try await Files.makePipe("\(folder)/pipe")
      #expect(throws: FileAccessError.notAFile(path: folder, .folder)) { try FileLock.acquire(at: folder) }
      #expect(throws: FileAccessError.notAFile(path: "\(folder)/pipe", .other)) { try FileLock.acquire(at: "\(folder)/pipe") }
      #expect(throws: FileAccessError.cannotLock(path: "\(folder)/missing/lock", .missing)) {
        try FileLock.acquire(at: "\(folder)/missing/lock")
      }
    }
  }
}

/// How many holders are inside, and how many there were.
private final class Counts: Sendable {
  let inside = Mutex(0)
  let turns = Mutex(0)
}

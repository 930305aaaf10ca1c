import StateStorage
import Testing

/// What every ``StateBackend`` owes.
///
/// To be run against each of them:
///
///     @Test(arguments: BackendPromise.all) func `…`(promise: BackendPromise) async throws {
///       try await promise.check { MyBackend(…) }
///     }
struct BackendPromise: Sendable, CustomTestStringConvertible {
  /// Opens the same fresh, empty place each time, as different processes would.
  typealias Opening = @Sendable () throws -> any StateBackend

  let testDescription: String
  private let body: @Sendable (_ mine: any StateBackend, _ theirs: any StateBackend) async throws -> Void

  /// Runs against a place that nothing was written to yet.
  func check(_ open: Opening) async throws { try await body(try open(), try open()) }

  static let all = reading + writing + locking + unlocking

  private init(_ name: String, _ body: @escaping @Sendable (any StateBackend, any StateBackend) async throws -> Void) {
    testDescription = name
    self.body = body
  }

  // MARK: reading and writing

  private static let reading = [
    BackendPromise("at first there is nothing, and nobody holds the lock") { mine, theirs in
      #expect(!mine.location.isEmpty)
      #expect(mine.location == theirs.location)
      try #expect(await mine.read() == nil)
      try #expect(await mine.lockHolder() == .nobody)
    },
    BackendPromise("what was written is read, by others too, with the version that writing gave") { mine, theirs in
      let version = try await mine.write(Array("one".utf8), replacing: nil)
      #expect(try await mine.read()?.bytes == Array("one".utf8))
      #expect(try await theirs.read() == mine.read())
      #expect(try await theirs.read()?.version == version)
    },
    BackendPromise("bytes come back as they are, few or many") { mine, _ in
      var version: StateVersion?
      for bytes in [[0], [0xFF, 0x00, 0x0A, 0x0D], [UInt8](repeating: 7, count: 1_000_000)] {
        version = try await mine.write(bytes, replacing: version)
        #expect(try await mine.read()?.bytes == bytes)
      }
    },
    BackendPromise("reading needs no lock") { mine, theirs in
      _ = try await mine.write([1], replacing: nil)
      let lock = try await mine.lock(Sample.lockInfo())
      #expect(try await theirs.read()?.bytes == [1])
      try await lock.release()
    },
  ]

  private static let writing = [
    BackendPromise("a version succeeds the one that it names") { mine, theirs in
      let first = try await mine.write([1], replacing: nil)
      let second = try await theirs.write([2], replacing: first)
      #expect(first != second)
      #expect(try await mine.read()?.version == second)
    },
    BackendPromise("a first version is only written where there is none") { mine, theirs in
      _ = try await theirs.write([1], replacing: nil)
      await expectChangedMeanwhile(mine) { try await mine.write([2], replacing: nil) }
      #expect(try await mine.read()?.bytes == [1])
    },
    BackendPromise("a version that is no longer stored is not succeeded") { mine, theirs in
      let first = try await mine.write([1], replacing: nil)
      _ = try await theirs.write([2], replacing: first)
      await expectChangedMeanwhile(mine) { try await mine.write([3], replacing: first) }
      #expect(try await mine.read()?.bytes == [2])
    },
    BackendPromise("asking whether it can be written writes nothing, under the lock or not") { mine, _ in
      try await mine.requireWritable()
      #expect(try await mine.read() == nil)
      let lock = try await mine.lock(Sample.lockInfo())
      try await mine.requireWritable()
      #expect(try await mine.read() == nil)
      let version = try await mine.write([1], replacing: nil)
      try await mine.requireWritable()
      #expect(try await mine.read()?.version == version)
      try await lock.release()
    },
  ]

  // MARK: the lock

  private static let locking = [
    BackendPromise("a lock keeps out everybody else, and says who has it") { mine, theirs in
      let info = Sample.lockInfo()
      let lock = try await mine.lock(info)
      for other in [mine, theirs] {
        let error = await #expect(throws: LockHeldError.self) { try await other.lock(Sample.lockInfo("other")) }
        #expect(error == LockHeldError(location: mine.location, holder: info))
        #expect(try await other.lockHolder() == .somebody(info))
      }
      try await lock.release()
    },
    BackendPromise("a lock that is given back can be had") { mine, theirs in
      try await mine.lock(Sample.lockInfo("first")).release()
      #expect(try await theirs.lockHolder() == .nobody)
      let second = try await theirs.lock(Sample.lockInfo("second"))
      #expect(try await mine.lockHolder() == .somebody(Sample.lockInfo("second")))
      try await second.release()
    },
    BackendPromise("giving a lock back twice does not take it from the next holder") { mine, theirs in
      let first = try await mine.lock(Sample.lockInfo("first"))
      try await first.release()
      let second = try await theirs.lock(Sample.lockInfo("second"))
      try await first.release()
      #expect(try await mine.lockHolder() == .somebody(Sample.lockInfo("second")))
      await #expect(throws: LockHeldError.self) { try await mine.lock(Sample.lockInfo("third")) }
      try await second.release()
    },
    BackendPromise("the holder writes") { mine, _ in
      let lock = try await mine.lock(Sample.lockInfo())
      let version = try await mine.write([1], replacing: nil)
      _ = try await mine.write([2], replacing: version)
      try await lock.release()
      #expect(try await mine.read()?.bytes == [2])
    },
  ]

  private static let unlocking = [
    BackendPromise("what is not locked cannot be unlocked") { mine, _ in
      await #expect(throws: UnlockError.notLocked(location: mine.location)) { try await mine.forceUnlock(id: "any") }
      try await mine.lock(Sample.lockInfo()).release()
      await #expect(throws: UnlockError.notLocked(location: mine.location)) { try await mine.forceUnlock(id: "any") }
    },
    BackendPromise("the id must be the lock's; a refusal leaves it held") { mine, theirs in
      let info = Sample.lockInfo()
      let lock = try await mine.lock(info)
      await #expect(throws: UnlockError.wrongID(location: mine.location, holder: info)) {
        try await theirs.forceUnlock(id: "another")
      }
      #expect(try await mine.lockHolder() == .somebody(info))
      try await lock.release()
    },
    BackendPromise("with its id a lock is freed, or the holder is known to be alive and keeps it") { mine, theirs in
      let info = Sample.lockInfo()
      let lock = try await mine.lock(info)
      do {
        try await theirs.forceUnlock(id: info.id)
        #expect(try await theirs.lockHolder() == .nobody)
      } catch let error as UnlockError {
        #expect(error == .holderAlive(location: mine.location, holder: info))
        #expect(try await theirs.lockHolder() == .somebody(info))
      }
      try await lock.release()
    },
  ]

  private static func expectChangedMeanwhile(
    _ backend: any StateBackend,
    _ write: () async throws -> StateVersion
  ) async {
    await #expect(throws: StateError.changedMeanwhile(location: backend.location)) { _ = try await write() }
  }
}

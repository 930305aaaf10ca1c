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
  /// Those of a place that takes nothing but documents with a serial, as GitLab does.
  static let ofDocuments = all.filter { $0.testDescription != ofAnyBytes }

  private static let ofAnyBytes = "few and many bytes survive a round trip"

  private init(_ name: String, _ body: @escaping @Sendable (any StateBackend, any StateBackend) async throws -> Void) {
    testDescription = name
    self.body = body
  }

  // MARK: reading and writing

  private static let reading = [
    BackendPromise("at first there is no state, and the lock is free") { mine, theirs in
      #expect(!mine.location.isEmpty)
      #expect(mine.location == theirs.location)
      try #expect(await mine.read() == nil)
      try await expectHolder(of: mine, nil)
    },
    BackendPromise("a written state is read with its version, also by others") { mine, theirs in
      let version = try await mine.write(document(1), replacing: nil)
      #expect(try await mine.read()?.bytes == document(1))
      #expect(try await theirs.read() == mine.read())
      #expect(try await theirs.read()?.version == version)
    },
    BackendPromise(ofAnyBytes) { mine, _ in
      var version: StateVersion?
      for bytes in [[0], [0xFF, 0x00, 0x0A, 0x0D], [UInt8](repeating: 7, count: 1_000_000)] {
        version = try await mine.write(bytes, replacing: version)
        #expect(try await mine.read()?.bytes == bytes)
      }
    },
    BackendPromise("reading needs no lock") { mine, theirs in
      _ = try await mine.write(document(1), replacing: nil)
      let lock = try await mine.lock(Sample.lockInfo())
      #expect(try await theirs.read()?.bytes == document(1))
      try await lock.release()
    },
  ]

  private static let writing = [
    BackendPromise("a version replaces the one that it names") { mine, theirs in
      let first = try await mine.write(document(1), replacing: nil)
      let second = try await theirs.write(document(2), replacing: first)
      #expect(first != second)
      #expect(try await mine.read()?.version == second)
    },
    BackendPromise("a first version is written only if no version exists") { mine, theirs in
      _ = try await theirs.write(document(1), replacing: nil)
      await expectChangedMeanwhile(mine) { try await mine.write(document(2), replacing: nil) }
      #expect(try await mine.read()?.bytes == document(1))
    },
    BackendPromise("a version that is no longer stored is not replaced") { mine, theirs in
      let first = try await mine.write(document(1), replacing: nil)
      _ = try await theirs.write(document(2), replacing: first)
      await expectChangedMeanwhile(mine) { try await mine.write(document(3), replacing: first) }
      #expect(try await mine.read()?.bytes == document(2))
    },
    BackendPromise("checking for write access writes nothing, with or without the lock") { mine, _ in
      try await mine.requireWritable()
      #expect(try await mine.read() == nil)
      let lock = try await mine.lock(Sample.lockInfo())
      try await mine.requireWritable()
      #expect(try await mine.read() == nil)
      let version = try await mine.write(document(1), replacing: nil)
      try await mine.requireWritable()
      #expect(try await mine.read()?.version == version)
      try await lock.release()
    },
  ]

  // MARK: the lock

  private static let locking = [
    BackendPromise("a lock excludes everyone else, and says who has it") { mine, theirs in
      let info = Sample.lockInfo()
      let lock = try await mine.lock(info)
      for other in [mine, theirs] {
        let error = await #expect(throws: LockHeldError.self) { try await other.lock(Sample.lockInfo("other")) }
        #expect(error?.location == mine.location)
        expect(error?.holder, isNamed: info, by: other)
        try await expectHolder(of: other, info)
      }
      try await lock.release()
    },
    BackendPromise("a released lock can be taken") { mine, theirs in
      try await mine.lock(Sample.lockInfo("first")).release()
      try await expectHolder(of: theirs, nil)
      let second = try await theirs.lock(Sample.lockInfo("second"))
      try await expectHolder(of: mine, Sample.lockInfo("second"))
      try await second.release()
    },
    BackendPromise("releasing a lock twice does not take it from the next holder") { mine, theirs in
      let first = try await mine.lock(Sample.lockInfo("first"))
      try await first.release()
      let second = try await theirs.lock(Sample.lockInfo("second"))
      try await first.release()
      try await expectHolder(of: mine, Sample.lockInfo("second"))
      await #expect(throws: LockHeldError.self) { try await mine.lock(Sample.lockInfo("third")) }
      try await second.release()
    },
    BackendPromise("the lock holder can write") { mine, _ in
      let lock = try await mine.lock(Sample.lockInfo())
      let version = try await mine.write(document(1), replacing: nil)
      _ = try await mine.write(document(2), replacing: version)
      try await lock.release()
      #expect(try await mine.read()?.bytes == document(2))
    },
    BackendPromise("a holder can check whether it still holds the lock") { mine, theirs in
      let lock = try await mine.lock(Sample.lockInfo("first"))
      try await lock.confirm()
      try await lock.confirm()
      try await lock.release()
      let error = await #expect(throws: LockLostError.self) { try await lock.confirm() }
      #expect(error?.location == mine.location)
      let second = try await theirs.lock(Sample.lockInfo("second"))
      let other = await #expect(throws: LockLostError.self) { try await lock.confirm() }
      expect(other?.holder, isNamed: Sample.lockInfo("second"), by: mine)
      try await second.confirm()
      try await second.release()
    },
    BackendPromise("one of many simultaneous requests gets the lock") { mine, theirs in
      let locks = try await withThrowingTaskGroup(of: HeldLock?.self) { group in
        for number in 1...6 {
          group.addTask {
            do {
              return try await (number.isMultiple(of: 2) ? mine : theirs).lock(Sample.lockInfo("\(number)"))
            } catch is LockHeldError {
              return nil
            }
          }
        }
        return try await group.reduce(into: [HeldLock]()) { locks, lock in if let lock { locks.append(lock) } }
      }
      #expect(locks.count == 1)
      for lock in locks { try await lock.release() }
    },
  ]

  private static let unlocking = [
    BackendPromise("a state that is not locked cannot be unlocked") { mine, _ in
      await #expect(throws: UnlockError.notLocked(location: mine.location)) { try await mine.forceUnlock(id: "any") }
      try await mine.lock(Sample.lockInfo()).release()
      await #expect(throws: UnlockError.notLocked(location: mine.location)) { try await mine.forceUnlock(id: "any") }
    },
    BackendPromise("a wrong id is refused, and the lock stays held") { mine, theirs in
      let info = Sample.lockInfo()
      let lock = try await mine.lock(info)
      let error = await #expect(throws: UnlockError.self) { try await theirs.forceUnlock(id: "another") }
      guard case .wrongID(mine.location, let holder) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      expect(holder, isNamed: info, by: theirs)
      try await lock.confirm()
      try await lock.release()
    },
    BackendPromise("a lock is released by its id, unless its holder is alive") { mine, theirs in
      let info = Sample.lockInfo()
      let lock = try await mine.lock(info)
      do {
        try await theirs.forceUnlock(id: info.id)
        try await expectHolder(of: theirs, nil)
        await #expect(throws: LockLostError.self) { try await lock.confirm() }
        let next = try await theirs.lock(Sample.lockInfo("next"))
        // Nobody gives back what is not theirs.
        do { try await lock.release() } catch is LockLostError {}
        try await next.confirm()
        try await next.release()
      } catch let error as UnlockError {
        #expect(error == .holderAlive(location: mine.location, holder: info))
        try await lock.confirm()
        try await lock.release()
      }
    },
    BackendPromise("without confirmation, no lock is released, and the holder is shown") { mine, theirs in
      let info = Sample.lockInfo()
      let lock = try await mine.lock(info)
      do {
        let freed = try await theirs.forceUnlock(id: info.id) { holder in
          expect(holder, isNamed: info, by: theirs)
          return false
        }
        #expect(!freed)
      } catch let error as UnlockError {
        #expect(error == .holderAlive(location: mine.location, holder: info))
      }
      try await lock.confirm()
      try await lock.release()
    },
  ]

  /// A document with a serial, which is all that places look at.
  private static func document(_ serial: Int) -> [UInt8] { Array(#"{"serial":\#(serial)}"#.utf8) }

  /// Who holds the lock, if the place says so; `nil` for no one.
  private static func expectHolder(of backend: any StateBackend, _ expected: LockInfo?) async throws {
    switch (try await backend.lockHolder(), expected) {
    case (.unknown, _), (.free, nil): break
    case (.held(let holder), let expected?): expect(holder, isNamed: expected, by: backend)
    case (let found, _): Issue.record("\(found), not \(String(describing: expected))")
    }
  }

  /// A holder as a backend names it: all of it, or the seven fields that servers keep, or what GitLab tells of it.
  private static func expect(_ holder: LockInfo?, isNamed info: LockInfo, by backend: any StateBackend) {
    guard let holder else {
      #expect(backend is HTTPBackend, "only servers may not name the holder")
      return
    }
    #expect(holder.id == info.id)
    #expect(holder.who == info.who)
    #expect(holder.created == info.created)
    #expect([info.operation, ""].contains(holder.operation))
  }

  private static func expectChangedMeanwhile(
    _ backend: any StateBackend,
    _ write: () async throws -> StateVersion
  ) async {
    await #expect(throws: StateError.changedMeanwhile(location: backend.location)) { _ = try await write() }
  }
}

extension StateBackend {
  /// Frees a lock without asking.
  func forceUnlock(id: String) async throws { _ = try await forceUnlock(id: id) { _ in true } }
}

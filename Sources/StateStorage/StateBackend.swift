import Synchronization

/// A place that keeps a state: its bytes, and a lock.
///
/// What every backend owes: `write` replaces the whole document or nothing, and never one that `replacing` does not name; after it
/// returns the document survives a crash. A lock excludes every other holder, in this process and elsewhere.
package protocol StateBackend: Sendable {
  /// The place as a person would write it.
  var location: String { get }

  /// The place by which anybody else finds the same state: of a file, its one absolute path.
  var place: String { get }

  /// The local file that an apply keeps its ``Journal`` in until the state is written.
  var journalPath: String { get }

  /// Whether the place is a server, which shows only by a write whether it keeps what it takes.
  var isServer: Bool { get }

  /// The document's bytes with the version they are; `nil` when there is no state yet. Needs no lock and no permission to write.
  func read() async throws -> StoredBytes?

  /// Finds out, before anything else is changed, whether ``write(_:replacing:)`` has a chance.
  ///
  /// A server shows that only by a write, which is for ``rehearseWrite()``.
  func requireWritable() async throws

  /// Does what the end of a run needs, right before the store is changed: writes the stored document in its own place, by the same request
  /// that will replace it, so that nothing changes whatever the place makes of it.
  ///
  /// Does nothing if there is no document yet; then the first one is written instead, see ``StateStore/prepare(_:lineage:toolVersion:who:)``.
  func rehearseWrite() async throws

  /// Replaces the document; `version` is the one that it succeeds, `nil` for a first one.
  ///
  /// - Returns: The new version.
  /// - Throws: ``StateError/changedMeanwhile(location:)`` when the stored version is another one.
  func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion

  /// Takes the lock.
  ///
  /// - Throws: ``LockHeldError`` when somebody has it; at once, without waiting.
  func lock(_ info: LockInfo) async throws -> HeldLock

  /// Whether somebody holds the lock, and who; without taking it. Needs no permission to write.
  func lockHolder() async throws -> LockHolder

  /// Frees a lock that its holder cannot free any more.
  ///
  /// - Parameters:
  ///   - id: The lock's id.
  ///   - confirm: Is asked once it is known that this is the lock that is held, with its holder if the place tells.
  /// - Returns: Whether it was freed, which is what `confirm` said.
  /// - Throws: ``UnlockError`` when nothing is locked, the lock is another one, or its holder is alive; whatever `confirm` throws.
  func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool
}

extension StateBackend {
  package var isServer: Bool { false }

  /// Does nothing, which is enough for servers.
  ///
  /// Whoever may not write fails at the lock in most cases: over HTTP it needs the same right, and in S3 it is an object beside
  /// the state in the same bucket. ``rehearseWrite()`` proves the rest before the store is changed.
  package func requireWritable() async throws {}

  package func rehearseWrite() async throws {}

  package var place: String { location }
}

/// A lock that is held.
package final class HeldLock: Sendable {
  /// Checks that the lock is still held; throws ``LockLostError`` if someone has freed it by force.
  package let confirm: @Sendable () async throws -> Void
  private let giveBack: @Sendable () async throws -> Void
  private let isReleased = Mutex(false)

  package init(
    confirm: @escaping @Sendable () async throws -> Void,
    release: @escaping @Sendable () async throws -> Void
  ) {
    self.confirm = confirm
    giveBack = release
  }

  /// Gives the lock back; does nothing once it has been given back.
  package func release() async throws {
    if isReleased.withLock({ $0 }) { return }
    try await giveBack()
    isReleased.withLock { $0 = true }
  }

  /// Checks a lock that a server has just given, and gives it back if the check fails.
  ///
  /// - Returns: This lock.
  /// - Throws: What the check throws. The error names the lock if the lock could not be given back either.
  func given(_ id: String, _ check: () async throws -> Void) async throws -> HeldLock {
    do {
      try await check()
      return self
    } catch let failure {
      do {
        try await release()
      } catch {
        guard var failure = failure as? StateServerError, failure.kind != .lockForEveryone else { throw failure }
        failure.lockID = id
        throw failure
      }
      throw failure
    }
  }
}

/// A version of the stored bytes, for comparison only.
package struct StateVersion: Hashable, Sendable {
  let tag: String

  init(tag: String) { self.tag = tag }
}

/// Bytes as they were stored.
package struct StoredBytes: Hashable, Sendable {
  package let bytes: [UInt8]
  package let version: StateVersion
}

/// Who holds a lock.
package enum LockHolder: Hashable, Sendable {
  case nobody
  /// The place does not tell.
  case unknown
  /// `nil` when the holder left no readable name.
  case somebody(LockInfo?)

  /// Makes sure that the lock with this id is the one that is held.
  ///
  /// - Throws: ``LockLostError``.
  func require(_ id: String, at location: String) throws(LockLostError) {
    let holder: LockInfo? = if case .somebody(let holder) = self { holder } else { nil }
    guard holder?.id == id else { throw LockLostError(location: location, holder: holder) }
  }
}

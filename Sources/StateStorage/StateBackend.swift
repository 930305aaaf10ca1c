import Synchronization

/// A place that keeps the bytes of a document.
///
/// `write` replaces the whole document or nothing, and only the version that `replacing` names. After it returns, the
/// document survives a crash.
package protocol StoredDocument: Sendable {
  /// The place as a person would write it.
  var location: String { get }

  /// The document's bytes and their version; `nil` if there is no document yet.
  ///
  /// Needs neither the lock nor the permission to write.
  func read() async throws -> StoredBytes?

  /// Replaces the document of this version, `nil` for a first document, and returns the new version.
  ///
  /// Throws ``StateError/changedMeanwhile(location:)`` if another version is stored.
  func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion
}

/// A place that keeps the bytes of a state, with a lock.
///
/// Every backend promises: a lock excludes every other holder, in this process and elsewhere.
package protocol StateBackend: StoredDocument {
  /// The same for everyone who uses this state: the one absolute path of a file.
  var place: String { get }

  /// The local file that holds the ``Journal`` of an apply until the state is written.
  var journalPath: String { get }

  /// A text document beside the state, such as `messages`; the state's lock does not stop writers.
  func beside(_ name: String) -> any StoredDocument

  /// Whether the place is a server, which shows only after a write whether it keeps what it accepts.
  var isServer: Bool { get }

  /// Throws, before anything is changed, what would make ``write(_:replacing:)`` fail.
  func requireWritable() async throws

  /// Proves, right before the store is changed, that the end of the run can write the state.
  ///
  /// It writes the stored document over itself with the request that will replace it, so nothing changes. Without a
  /// document it does nothing: ``StateStore/prepare(_:lineage:toolVersion:who:)`` writes the first one.
  func rehearseWrite() async throws

  /// Takes the lock, or throws ``LockHeldError`` at once if someone else holds it.
  func lock(_ info: LockInfo) async throws -> HeldLock

  /// Who holds the lock; does not take it and needs no permission to write.
  func lockHolder() async throws -> LockHolder

  /// Frees a lock that its holder can no longer free, and returns whether it did, as `confirm` decides.
  ///
  /// `confirm` gets the holder if the place says who that is.
  ///
  /// - Throws: ``UnlockError`` if nothing is locked, the id is another one, or the holder is alive; errors of
  ///   `confirm`.
  func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool
}

extension StateBackend {
  package var isServer: Bool { false }

  /// Does nothing, which is enough for servers.
  ///
  /// A user who may not write usually fails at the lock: over HTTP it needs the same right, and in S3 it is an object
  /// beside the state in the same bucket. ``rehearseWrite()`` proves the rest before the store is changed.
  package func requireWritable() async throws {}

  package func rehearseWrite() async throws {}

  package var place: String { location }
}

/// A lock that this process holds.
package final class HeldLock: Sendable {
  /// Checks that the lock is still held; throws ``LockLostError`` if someone has freed it by force.
  package let confirm: @Sendable () async throws -> Void
  private let giveBack: @Sendable () async throws -> Void
  private let isReleased = Mutex(false)

  package init(confirm: @escaping @Sendable () async throws -> Void, release: @escaping @Sendable () async throws -> Void) {
    self.confirm = confirm
    giveBack = release
  }

  /// Gives the lock back; does nothing once it has been given back.
  package func release() async throws {
    if isReleased.withLock({ $0 }) { return }
    try await giveBack()
    isReleased.withLock { $0 = true }
  }

  /// Checks and returns a lock that a server has just given; gives it back if the check fails.
  ///
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
}

/// The bytes of a stored document.
package struct StoredBytes: Hashable, Sendable {
  package let bytes: [UInt8]
  package let version: StateVersion
}

package enum LockHolder: Hashable, Sendable {
  case free
  /// The place does not say.
  case unknown
  /// `nil` if the holder left no readable name.
  case held(by: LockInfo?)

  /// Who holds the lock, if the place says so.
  package var holder: LockInfo? { if case .held(let holder) = self { holder } else { nil } }

  /// Throws ``LockLostError`` unless the lock with this id is the one that is held.
  func require(_ id: String, at location: String) throws(LockLostError) {
    guard holder?.id == id else { throw LockLostError(location: location, holder: holder) }
  }
}

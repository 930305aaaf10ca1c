package import SegmentModel

/// The state of one store, wherever it is kept: the rules of serial, lineage and lock above a ``StateBackend``.
package struct StateStore: Sendable {
  package let backend: any StateBackend
  /// The store that the state must be about.
  package let store: String
  /// What waiting for the lock is measured with.
  private let clock: any Clock<Duration>

  package init(backend: any StateBackend, store: String, clock: any Clock<Duration> = ContinuousClock()) {
    self.backend = backend
    self.store = store
    self.clock = clock
  }

  /// The backend for a location as the user gives it: a path; addresses with a scheme are for a later release.
  ///
  /// - Throws: ``StateError/unsupportedLocation(_:)``.
  package static func backend(at location: String) throws(StateError) -> any StateBackend {
    guard !location.isEmpty, !location.contains("://") else { throw .unsupportedLocation(location) }
    return LocalBackend(path: location)
  }

  /// The state as it is; `nil` when there is none yet.
  ///
  /// - Throws: ``StateError`` for a state that is corrupt, newer, or another store's; whatever the backend throws.
  package func read() async throws -> ReadState? {
    guard let stored = try await backend.read() else { return nil }
    let document = try StateCodec.decode(stored.bytes, location: backend.location)
    guard document.store == store else {
      throw StateError.otherStore(location: backend.location, recorded: document.store, wanted: store)
    }
    return ReadState(document: document, version: stored.version)
  }

  /// The state as it is, whichever store it is about; `nil` when there is none yet.
  ///
  /// - Throws: ``StateError`` for a state that is corrupt or newer; whatever the backend throws.
  package static func readDocument(from backend: any StateBackend) async throws -> StateDocument? {
    guard let stored = try await backend.read() else { return nil }
    return try StateCodec.decode(stored.bytes, location: backend.location)
  }

  /// Writes the next version of the state, unless nothing in it changes.
  ///
  /// - Parameters:
  ///   - segments: What is recorded from now on.
  ///   - current: The state as this run read it under its lock.
  ///   - toolVersion: The version of the program.
  ///   - lineage: A fresh UUID, for a first state.
  /// - Returns: The state as it is stored now; `nil` when there was none and nothing is to be recorded.
  /// - Throws: ``StateError/changedMeanwhile(location:)`` when `current` is not what is stored; whatever the backend throws.
  package func record(
    _ segments: [RecordedSegment],
    succeeding current: ReadState?,
    toolVersion: String,
    lineage: String
  ) async throws -> ReadState? {
    if segments.isEmpty && current == nil { return nil }
    let next =
      current?.document.succeeding(with: segments, toolVersion: toolVersion)
      ?? StateDocument(lineage: lineage, serial: 1, toolVersion: toolVersion, store: store, segments: segments)
    if let current, current.document.segments == next.segments { return current }
    let version = try await backend.write(try StateCodec.encode(next), replacing: current?.version)
    return ReadState(document: next, version: version)
  }

  /// Runs the body while it holds the state's lock.
  ///
  /// The lock is given back whatever happens, also when the task is cancelled.
  ///
  /// - Parameters:
  ///   - info: Who takes it.
  ///   - timeout: How long to try; always at least once.
  ///   - onWait: Hears of the holder once, when there is one to wait for.
  ///   - body: What to do under the lock.
  /// - Returns: What the body returns.
  /// - Throws: ``LockHeldError`` when the lock stays held; whatever the body throws.
  package func withLock<Result: Sendable>(
    _ info: LockInfo,
    timeout: Duration,
    onWait: (LockHeldError) -> Void,
    _ body: () async throws -> Result
  ) async throws -> Result {
    let lock = try await acquire(info, timeout: timeout, clock: clock, onWait: onWait)
    do {
      let result = try await body()
      try await Self.release(lock)
      return result
    } catch {
      // The body's error is the news; a failed release beside it would only hide it, and the kernel frees the lock with the process.
      try? await Self.release(lock)
      throw error
    }
  }

  /// In a task of its own: inside a cancelled one every await that can be cancelled fails at once.
  private static func release(_ lock: any HeldLock) async throws {
    try await Task { try await lock.release() }.value
  }

  private func acquire(
    _ info: LockInfo,
    timeout: Duration,
    clock: some Clock<Duration>,
    onWait: (LockHeldError) -> Void
  ) async throws -> any HeldLock {
    let start = clock.now
    var pause = Duration.milliseconds(50)
    var told = false
    while true {
      do {
        return try await backend.lock(info)
      } catch let held as LockHeldError {
        let waited = start.duration(to: clock.now)
        guard waited < timeout else {
          throw LockHeldError(location: held.location, holder: held.holder, waited: waited)
        }
        if !told && waited >= .milliseconds(100) {
          onWait(held)
          told = true
        }
        try await clock.sleep(for: min(pause, timeout - waited))
        pause = min(pause * 2, .seconds(2))
      }
    }
  }
}

/// A state as it was read, with the version that a write has to succeed.
package struct ReadState: Hashable, Sendable {
  package let document: StateDocument
  package let version: StateVersion
}

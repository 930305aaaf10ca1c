import HTTPExchange
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

  /// Runs the body with the backend for a location; connections to a server are closed afterwards, whatever happens.
  package static func withBackend<Result: Sendable>(
    at location: StateLocation,
    _ connection: StateConnection,
    _ body: (any StateBackend) async throws -> sending Result
  ) async throws -> Result {
    switch location {
    case .file(let path):
      try await body(LocalBackend(path: path))
    case .http(let settings):
      try await HTTPExchanger.withExchanger(network: connection.network) { exchanger in
        try await body(
          HTTPBackend(settings, StateTransport(exchanger: exchanger, connection: connection, location: "\(location)"))
        )
      }
    case .s3(let settings):
      try await HTTPExchanger.withExchanger(network: connection.network.forAWS) { exchanger in
        try await body(S3Backend(settings, StateTransport(exchanger: exchanger, connection: connection, location: "\(location)")))
      }
    }
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

  /// The next version of the state; `nil` when nothing in it changes and no segment was changed.
  ///
  /// `current` is the state as this run read it under its lock, `lineage` a fresh UUID for a first state. The others are those of
  /// ``StateDocument/succeeding(with:toolVersion:who:changes:by:run:)``.
  package func successor(
    of current: ReadState?,
    _ segments: [RecordedSegment],
    toolVersion: String,
    who: String?,
    lineage: String,
    changes: [SegmentTouch] = [],
    by plan: PlanID? = nil,
    run: String? = nil
  ) -> StateDocument? {
    let last = current?.document ?? first(lineage: lineage, toolVersion: toolVersion, who: who)
    let next = last.succeeding(with: segments, toolVersion: toolVersion, who: who, changes: changes, by: plan, run: run)
    return last.segments == next.segments && changes.isEmpty ? nil : next
  }

  /// A document in which no run has recorded anything yet.
  func first(lineage: String, toolVersion: String, who: String?) -> StateDocument {
    StateDocument(lineage: lineage, serial: 0, toolVersion: toolVersion, store: store, segments: [], who: who)
  }

  /// Writes a document in place of the one that this run read.
  ///
  /// - Throws: ``StateError/changedMeanwhile(location:)`` when `current` is not what is stored; whatever the backend throws.
  package func write(_ document: StateDocument, replacing current: ReadState?) async throws -> ReadState {
    let version = try await backend.write(try StateCodec.encode(document), replacing: current?.version)
    return ReadState(document: document, version: version)
  }

  /// Makes sure, before the store is changed, that the place keeps what this run is going to record.
  ///
  /// On a server without a state this writes a first one, with serial 0 and no segments: all the server's refusals, limits and changes of
  /// form show then, and a run that stops here has changed nothing. Elsewhere it is ``StateBackend/rehearseWrite()``.
  ///
  /// `current` is the state as this run read it under its lock, `lineage` a fresh UUID for a first state.
  ///
  /// - Returns: The state as it is stored now; `nil` if there is none and the place is a file.
  /// - Throws: Whatever the backend throws.
  package func prepare(_ current: ReadState?, lineage: String, toolVersion: String, who: String?) async throws -> ReadState? {
    guard backend.isServer else { return current }
    let first = first(lineage: lineage, toolVersion: toolVersion, who: who)
    let prepared = if let current { current } else { try await write(first, replacing: nil) }
    try await backend.rehearseWrite()
    return prepared
  }

  /// Runs the body while it holds the state's lock.
  ///
  /// The lock is given back whatever happens, also when the task is cancelled.
  ///
  /// - Parameters:
  ///   - info: Who takes it.
  ///   - timeout: How long to try; always at least once.
  ///   - onWait: Hears of the holder once, when there is one to wait for.
  ///   - onUnreleased: Hears why the lock could not be given back, when it could not; what the body did stays done.
  ///   - body: What to do under the lock, which it may ask whether it is still held.
  /// - Returns: What the body returns.
  /// - Throws: ``LockHeldError`` when the lock stays held; whatever the body throws.
  package func withLock<Result: Sendable>(
    _ info: LockInfo,
    timeout: Duration,
    onWait: (LockHeldError) -> Void,
    onUnreleased: (any Error) -> Void,
    _ body: (HeldLock) async throws -> Result
  ) async throws -> Result {
    let lock = try await acquire(info, timeout: timeout, on: clock, onWait: onWait)
    do {
      let result = try await body(lock)
      await release(lock, id: info.id, onFailure: onUnreleased)
      return result
    } catch {
      await release(lock, id: info.id, onFailure: onUnreleased)
      throw error
    }
  }

  private func release(_ lock: HeldLock, id: String, onFailure: (any Error) -> Void) async {
    do {
      try await shielded(for: SettlingTime.lock, from: backend.location) { try await lock.release() }
    } catch is LockLostError {
      // Not ours to give back any more; whoever works under it has been told.
    } catch var error as SettlingTimeoutError {
      error.lockID = id
      onFailure(error)
    } catch {
      onFailure(error)
    }
  }

  /// Asks for the lock once, and waits for the answer even when the task is cancelled: a lock that a server gave must not be left behind.
  private func take(_ info: LockInfo) async throws -> HeldLock {
    do {
      let lock = try await shielded(for: SettlingTime.lock, from: backend.location) { try await backend.lock(info) }
      guard Task.isCancelled else { return lock }
      try await shielded(for: SettlingTime.lock, from: backend.location) { try await lock.release() }
    } catch var error as SettlingTimeoutError {
      error.lockID = info.id
      throw error
    }
    throw CancellationError()
  }

  private func acquire(
    _ info: LockInfo,
    timeout: Duration,
    on clock: some Clock<Duration>,
    onWait: (LockHeldError) -> Void
  ) async throws -> HeldLock {
    let start = clock.now
    var pause = Duration.milliseconds(50)
    var told = false
    while true {
      do {
        return try await take(info)
      } catch let held as LockHeldError {
        let waited = start.duration(to: clock.now)
        let hasHolderEnded = held.holder?.hasEnded(seenBy: info) ?? false
        guard waited < timeout, !hasHolderEnded else {
          throw held.after(waiting: waited, hasHolderEnded: hasHolderEnded)
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

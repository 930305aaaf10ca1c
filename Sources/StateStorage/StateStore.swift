import HTTPExchange
package import SegmentModel

/// The state of one store in any ``StateBackend``, with the rules for serial, lineage and lock.
package struct StateStore: Sendable {
  package let backend: any StateBackend
  /// The store that the state must belong to.
  package let store: String
  private let clock: any Clock<Duration>

  package init(backend: any StateBackend, store: String, clock: any Clock<Duration> = ContinuousClock()) {
    self.backend = backend
    self.store = store
    self.clock = clock
  }

  /// Runs the body with the backend for a location, and always closes its connections afterwards.
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

  /// Reads the state; `nil` before the first apply.
  ///
  /// - Throws: ``StateError`` for a corrupt state, a newer format, or another store's state.
  package func read() async throws -> ReadState? {
    guard let stored = try await backend.read() else { return nil }
    let document = try StateCodec.decode(stored.bytes, location: backend.location)
    guard document.store == store else {
      throw StateError.otherStore(location: backend.location, recorded: document.store, wanted: store)
    }
    return ReadState(document: document, version: stored.version)
  }

  /// Reads the state of whichever store it belongs to; `nil` before the first apply.
  package static func readDocument(from backend: any StateBackend) async throws -> StateDocument? {
    guard let stored = try await backend.read() else { return nil }
    return try StateCodec.decode(stored.bytes, location: backend.location)
  }

  /// The next version of the state; `nil` if nothing in it changes and no segment was changed.
  ///
  /// `current` is the state that this run read under its lock. `lineage` is a new UUID for a first state. The other
  /// parameters are those of ``StateDocument/succeeding(with:toolVersion:who:changes:by:run:)``.
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

  /// A first document, in which no run has recorded anything yet.
  func first(lineage: String, toolVersion: String, who: String?) -> StateDocument {
    StateDocument(lineage: lineage, serial: 0, toolVersion: toolVersion, store: store, segments: [], who: who)
  }

  /// Writes a document that replaces the one that this run read.
  ///
  /// - Throws: ``StateError/changedMeanwhile(location:)`` if another version is stored; whatever the backend throws.
  package func write(_ document: StateDocument, replacing current: ReadState?) async throws -> ReadState {
    let version = try await backend.write(try StateCodec.encode(document), replacing: current?.version)
    return ReadState(document: document, version: version)
  }

  /// Proves, before the store is changed, that the place keeps what this run will record.
  ///
  /// On a server without a state it writes a first document, with serial 0 and no segments. Then it calls
  /// ``StateBackend/rehearseWrite()``. If the server refuses or alters a document, the run stops before it has changed
  /// the store.
  ///
  /// `current` is the state that this run read under its lock. `lineage` is a new UUID for a first state. The result is
  /// the state as it is stored now; `nil` for a state file that does not exist.
  package func prepare(_ current: ReadState?, lineage: String, toolVersion: String, who: String?) async throws -> ReadState? {
    guard backend.isServer else { return current }
    let first = first(lineage: lineage, toolVersion: toolVersion, who: who)
    let prepared = if let current { current } else { try await write(first, replacing: nil) }
    try await backend.rehearseWrite()
    return prepared
  }

  /// Runs the body under the state's lock, and always gives the lock back, even if the task is cancelled.
  ///
  /// There is at least one attempt, whatever the timeout. `onWait` gets the holder, once, if there is one to wait for.
  /// `onUnreleased` gets the reason if the lock could not be given back; the body's result still counts.
  ///
  /// - Throws: ``LockHeldError`` if someone else keeps the lock; whatever the body throws.
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
      try await settled(lockID: id) { try await lock.release() }
    } catch is LockLostError {
      // Someone freed the lock. The body has already noticed.
    } catch {
      onFailure(error)
    }
  }

  /// Asks for the lock once, and waits for the answer even if the task is cancelled, so that no lock is left behind.
  private func take(_ info: LockInfo) async throws -> HeldLock {
    let lock = try await settled(lockID: info.id) { try await backend.lock(info) }
    guard Task.isCancelled else { return lock }
    try await settled(lockID: info.id) { try await lock.release() }
    throw CancellationError()
  }

  private func settled<Result: Sendable>(
    lockID: String,
    _ body: @Sendable @escaping () async throws -> Result
  ) async throws -> Result {
    try await shielded(for: SettlingTime.lock, from: backend.location, lockID: lockID, body)
  }

  private func acquire(
    _ info: LockInfo,
    timeout: Duration,
    on clock: some Clock<Duration>,
    onWait: (LockHeldError) -> Void
  ) async throws -> HeldLock {
    let start = clock.now
    var pause = Duration.milliseconds(50)
    var isReported = false
    while true {
      do {
        return try await take(info)
      } catch var held as LockHeldError {
        held.waited = start.duration(to: clock.now)
        held.hasHolderEnded = held.holder?.hasEnded(seenBy: info) ?? false
        guard held.waited < timeout, !held.hasHolderEnded else { throw held }
        if !isReported && held.waited >= .milliseconds(100) {
          onWait(held)
          isReported = true
        }
        try await clock.sleep(for: min(pause, timeout - held.waited))
        pause = min(pause * 2, .seconds(2))
      }
    }
  }
}

/// A state with its stored version, which a write has to name.
package struct ReadState: Hashable, Sendable {
  package let document: StateDocument
  package let version: StateVersion
}

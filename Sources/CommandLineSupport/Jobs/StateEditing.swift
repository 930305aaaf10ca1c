import Diagnostics
import Reconciliation
import StateStorage

/// Commands that change a stored state without an apply.
enum StateEditing {
  /// Runs the body under the lock of a state.
  ///
  /// The first Ctrl-C is only told of: what the body does takes moments, and a lock on a server would stay behind.
  ///
  /// - Returns: What the body returns; `incomplete` in place of `success` when the lock could not be given back.
  /// - Throws: `LockHeldError`; whatever the body throws.
  static func withLock(
    on backend: any StateBackend,
    of store: String,
    _ lock: LockOptions,
    _ context: CommandContext,
    _ body: (StateStore, any HeldLock) async throws -> ExitStatus
  ) async throws -> ExitStatus {
    let identity = context.identity
    let info = LockInfo(
      id: identity.id,
      operation: identity.operation,
      who: identity.who,
      processID: identity.processID,
      version: identity.toolVersion,
      created: identity.startedAt,
      path: backend.location
    )
    let state = StateStore(backend: backend, store: store)
    let leftLock = RaisableFlag()
    let console = context.console
    let onFirst: @Sendable () -> Void = { console.say("Stopping as soon as the lock is given back.\n") }
    let status = try await StopSignals.withStopSignals(StopRequest(), onFirst: onFirst) {
      try await state.withLock(
        info,
        timeout: lock.lockTimeout.duration,
        onWait: { held in
          console.note("Waiting for the state lock, held by \(held.holder?.holder ?? "another process")…")
        },
        onUnreleased: { error in
          console.report(Diagnostic.describing(error))
          leftLock.raise()
        }
      ) { held in
        try await backend.requireWritable()
        return try await body(state, held)
      }
    }
    return leftLock.isUp && status == .success ? .incomplete : status
  }

  /// Writes the document if the rules of a replacement allow it.
  ///
  /// - Returns: The document as it was written; `nil` when it was there already.
  /// - Throws: `StateReplacementError`, `LockLostError`, whatever the backend throws.
  static func replace(
    with document: StateDocument,
    in backend: any StateBackend,
    held: any HeldLock,
    isForced: Bool
  ) async throws -> StateDocument? {
    let stored = try await backend.read()
    var current: StateDocument?
    do {
      current = try stored.map { try StateCodec.decode($0.bytes, location: backend.location) }
    } catch let error as StateError {
      // What cannot be read is what a forced push is to mend.
      if !isForced { throw error }
    }
    guard
      let next = try StateReplacement.document(document, over: current, at: backend.location, isForced: isForced)
    else { return nil }
    try await held.confirm()
    _ = try await backend.write(try StateCodec.encode(next), replacing: stored?.version)
    return next
  }
}

import Diagnostics
import Reconciliation
import StateStorage

/// Commands that change a stored state without an apply.
enum StateEditing {
  /// Runs a command that holds locks, so that a signal ends it with its locks given back.
  ///
  /// - Throws: Whatever the body throws.
  static func interruptible(
    _ context: CommandContext,
    _ body: @Sendable @escaping () async throws -> ExitStatus
  ) async throws -> ExitStatus {
    let stop = StopRequest()
    let console = context.console
    return try await StopSignals.withStopSignals(stop, onFirst: { console.say("Stopping as soon as the lock is released.\n") }) {
      try await stop.cancelling(after: .zero, body)
    }
  }

  /// Runs the body under the lock of a state; a signal leaves it the time that writing a state takes.
  ///
  /// - Parameters:
  ///   - backend: Where the state is.
  ///   - store: The store that it is of.
  ///   - lock: How long to wait for the lock.
  ///   - context: Who waits.
  ///   - isShielded: Whether a signal leaves the body that time; not for a body that waits for another lock, which the signal is to end.
  ///   - body: What to do under the lock.
  /// - Returns: What the body returns; `incomplete` in place of `success` when the lock could not be given back.
  /// - Throws: `LockHeldError`; whatever the body throws.
  static func withLock(
    on backend: any StateBackend,
    of store: String,
    _ lock: LockOptions,
    _ context: CommandContext,
    isShielded: Bool = true,
    _ body: @Sendable @escaping (StateStore, HeldLock) async throws -> ExitStatus
  ) async throws -> ExitStatus {
    let state = StateStore(backend: backend, store: store)
    let leftLock = LeftLock()
    let console = context.console
    let status = try await state.withLock(
      context.identity.lock(on: backend),
      timeout: lock.lockTimeout.duration,
      onWait: { held in
        console.note("Waiting for the state lock, held by \(held.holder?.holder ?? "another process")…")
      },
      onUnreleased: { error in
        let problems = Diagnostic.describing(error)
        console.report(problems)
        leftLock.tell(problems)
      }
    ) { held in
      guard isShielded else { return try await body(state, held) }
      return try await shielded(for: SettlingTime.record, from: backend.location) {
        try await backend.requireWritable()
        return try await body(state, held)
      }
    }
    return !leftLock.problems.isEmpty && status == .success ? .incomplete : status
  }

  /// Writes the document, in the name of `who`, if the rules of a replacement allow it.
  ///
  /// - Returns: The document as it was written; `nil` when it was there already.
  /// - Throws: `StateReplacementError`, `LockLostError`, whatever the backend throws.
  static func replace(
    with document: StateDocument,
    in backend: any StateBackend,
    held: HeldLock,
    isForced: Bool,
    who: String
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
      let next = try StateReplacement.document(document, over: current, at: backend.location, isForced: isForced, who: who)
    else { return nil }
    try await held.confirm()
    _ = try await backend.write(try StateCodec.encode(next), replacing: stored?.version)
    return next
  }
}

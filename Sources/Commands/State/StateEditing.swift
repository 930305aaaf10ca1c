import Diagnostics
import Reconciliation
import StateStorage
import Synchronization

/// Commands that change a stored state without an apply.
enum StateEditing {
  /// Runs a command that holds locks; a signal ends it and releases them.
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

  /// Runs the body under the lock of a state, and returns its status; `incomplete` instead of `success` if the lock could
  /// not be released.
  ///
  /// With `isShielded`, the body has the time to write a state after a signal. A body that waits for another lock must not
  /// have it.
  ///
  /// - Throws: `LockHeldError`, or an error of the body.
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
        leftLock.add(problems)
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
  /// - Returns: The document as written; `nil` if it is already there.
  /// - Throws: `StateReplacementError`, `LockLostError`, or an error of the backend.
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
      // A forced push may replace a state that cannot be read.
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

/// Why a lock could not be released.
final class LeftLock: Sendable {
  private let gathered = Mutex<[Diagnostic]>([])

  /// Empty if the lock was released.
  var problems: [Diagnostic] { gathered.withLock { $0 } }

  func add(_ problems: [Diagnostic]) { gathered.withLock { $0 += problems } }
}

import ArgumentParser
import Diagnostics
import Reconciliation
import StateStorage

/// `segplan unlock`.
struct UnlockCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock",
    abstract: "Release a lock whose holder has died.",
    discussion: """
      On a server, the lock of a run that died stays until you release it here. With an id, the command shows the holder and asks for confirmation. \
      Release a lock only if its holder is dead: otherwise two runs change the store at the same time. Without an id, it releases the lock \
      only if it can prove that the holder is dead: a process of this machine, started since the last boot, that no longer exists.

      The lock of a local state is released whenever its holder ends, so it is never left over. For such a lock, this command shows the \
      holder and refuses to release it.
      """
  )

  @Argument(help: .value("lock-id", "The id of the lock, from the message that the state is locked."))
  var lockID: String?

  @Flag(name: .shortAndLong, help: "Do not ask for confirmation.")
  var force = false

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try state.location(context)
    return try await StateEditing.interruptible(context) {
      let freed = try await state.withBackend(context) { backend in
        guard let lockID else { return try await freeEnded(backend, context) }
        return try await backend.forceUnlock(id: lockID) { holder in
          if force { return true }
          return try await ask(context.console, location, lockID, holder)
        }
      }
      context.console.write(freed ? "Unlocked \(location).\n" : "Nothing was unlocked.\n")
      return freed ? .success : .stopped
    }
  }

  /// Releases the lock if its holder has certainly ended.
  private func freeEnded(_ backend: any StateBackend, _ context: CommandContext) async throws -> Bool {
    do {
      // A request for the lock makes every backend name the holder. If the lock is free, this run gets it and releases it at once.
      var unreleased: (any Error)?
      try await StateStore(backend: backend, store: "").withLock(
        context.identity.lock(on: backend),
        timeout: .zero,
        onWait: { _ in },
        onUnreleased: { unreleased = $0 }
      ) { _ in }
      if let unreleased { throw unreleased }
    } catch let held as LockHeldError {
      guard let holder = held.holder, held.hasHolderEnded else { throw Self.holderUnknown(held) }
      return try await backend.forceUnlock(id: holder.id) { $0?.id == holder.id }
    }
    throw UnlockError.notLocked(location: backend.location)
  }

  private func ask(_ console: Console, _ location: StateLocation, _ lockID: String, _ holder: LockInfo?) async throws -> Bool {
    guard console.canAsk else {
      throw DiagnosticsError(
        code: "nobody-to-ask",
        "cannot ask for confirmation: standard input is not a terminal",
        detail: """
          Nothing was unlocked. If you are sure that the holder is dead:

              segplan unlock --force \(lockID) --state '\(location)'
          """
      )
    }
    let who = holder.map { "\($0.holder)\($0.created.isEmpty ? "" : " since \($0.created)")" } ?? "an unknown holder"
    return try await Question.isConfirmed(
      """
      The state \(location) is locked by \(who).
      Release the lock only if that run is dead. Otherwise two runs change the store at the same time.
      """,
      console
    )
  }

  /// The holder may be alive, and no lock id says that a person knows better.
  private static func holderUnknown(_ held: LockHeldError) -> DiagnosticsError {
    let who = held.holder.map { "by \($0.holder)" } ?? "by a run that the server does not name"
    let detail =
      held.isFreedByHand
      ? """
      Nothing was unlocked, because this run may still be active. segplan can only check processes of this machine, since its last boot. If \
      you know that the run is dead, name the lock:

          segplan unlock \(held.holder?.id ?? "LOCK_ID") --state '\(held.location)'
      """
      : "A local lock is released when its holder ends, so that run is still active. Wait for it, or stop it."
    return DiagnosticsError(code: "lock-holder-unknown", "the state \(held.location) is locked \(who)", detail: detail)
  }
}

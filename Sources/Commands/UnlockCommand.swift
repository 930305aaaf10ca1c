import ArgumentParser
import Diagnostics
import Reconciliation
import StateStorage

/// `segplan unlock`.
struct UnlockCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock",
    abstract: "Free a lock that its holder left behind.",
    discussion: """
      On a server the lock of a run that died stays until it is freed here. With an id it asks first, with the holder and since when. Only \
      free a lock whose holder is dead: otherwise two runs change the store at once. Without an id it frees the lock only if it can prove \
      that: the holder was a process of this machine, since the last boot, and is gone.

      A local state's lock goes when its holder ends, however it ends, so that there is never one left over; this command then says who \
      holds it, and refuses to free it under a running apply.
      """
  )

  @Argument(help: ArgumentHelp("The lock's id, from the message that the state is locked.", valueName: "lock-id"))
  var lockID: String?

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var force = false

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try state.location(context.environment)
    return try await StateEditing.interruptible(context) { try await unlock(location, context) }
  }

  private func unlock(_ location: StateLocation, _ context: CommandContext) async throws -> ExitStatus {
    let freed = try await StateStore.withBackend(at: location, context.stateConnection(state)) { backend in
      guard let lockID else { return try await freeEnded(backend, context) }
      return try await backend.forceUnlock(id: lockID) { holder in
        if force { return true }
        return try await ask(context.console, location, lockID, holder)
      }
    }
    guard freed else {
      context.console.write("Nothing was unlocked.\n")
      return .stopped
    }
    context.console.write("Unlocked \(location).\n")
    return .success
  }

  /// Frees the lock if its holder is certain to have ended.
  private func freeEnded(_ backend: any StateBackend, _ context: CommandContext) async throws -> Bool {
    let own = context.identity.lock(on: backend)
    do {
      // Every backend says who holds a lock when it is asked for it; if nobody does, the lock is given back at once.
      var unreleased: (any Error)?
      try await StateStore(backend: backend, store: "").withLock(
        own,
        timeout: .zero,
        onWait: { _ in },
        onUnreleased: { unreleased = $0 }
      ) { _ in }
      if let unreleased { throw unreleased }
    } catch let held as LockHeldError {
      guard let holder = held.holder, held.hasHolderEnded else { throw UnprovenEndError(held: held) }
      return try await backend.forceUnlock(id: holder.id) { $0?.id == holder.id }
    }
    throw UnlockError.notLocked(location: backend.location)
  }

  private func ask(_ console: Console, _ location: StateLocation, _ lockID: String, _ holder: LockInfo?) async throws -> Bool {
    guard console.canAsk else { throw NobodyToConfirmError(location: "\(location)", lockID: lockID) }
    let who = holder.map { "\($0.holder)\($0.created.isEmpty ? "" : " since \($0.created)")" } ?? "somebody who left no name"
    console.say(
      """
      The state \(location) is locked by \(who).
      Free the lock only if that run is dead: while it lives, two runs would change the store at once.
        Only `yes` goes on: 
      """
    )
    do {
      return try await Question.answer() == "yes"
    } catch {
      // Below the line that the question left open.
      console.say("\n")
      throw error
    }
  }
}

/// A lock that nobody can be asked about.
struct NobodyToConfirmError: DiagnosedError {
  let location: String
  let lockID: String

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "nobody-to-ask",
        summary: "there is nobody to ask: standard input is not a terminal",
        detail: """
          Nothing was unlocked. Where no person sits, and if you are sure that the holder is dead:

              segplan unlock --force \(lockID) --state '\(location)'
          """
      )
    ]
  }
}

/// A lock whose holder may be alive, and no id that says that a person knows better.
struct UnprovenEndError: DiagnosedError {
  let held: LockHeldError

  var diagnostics: [Diagnostic] {
    let who = held.holder.map { "by \($0.holder)" } ?? "by a run that the server does not name"
    let detail =
      switch held.release {
      case .withItsProcess: "A local lock goes when its holder ends, so that run is at work. Wait for it, or stop it."
      case .byHand:
        """
        Nothing was unlocked: it is not certain that this run has ended. Only a process of this machine can be checked, and only since the \
        last boot. If you know that it is dead, name the lock:

            segplan unlock \(held.holder?.id ?? "LOCK_ID") --state '\(held.location)'
        """
      }
    return [
      Diagnostic(.error, code: "lock-holder-unknown", summary: "the state \(held.location) is locked \(who)", detail: detail)
    ]
  }
}

import Diagnostics
import StateStorage

/// Frees a lock by hand.
package struct UnlockJob: Sendable {
  package let options: StateOptions
  package let lockID: String
  /// Do not ask.
  package let isForced: Bool

  package init(options: StateOptions, lockID: String, isForced: Bool) {
    self.options = options
    self.lockID = lockID
    self.isForced = isForced
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try options.location(context.environment)
    let freed = try await StateStore.withBackend(at: location, context.stateConnection) { backend in
      try await backend.forceUnlock(id: lockID) { holder in
        if isForced { return true }
        return try await ask(context.console, location, holder)
      }
    }
    guard freed else {
      context.console.write("Nothing was unlocked.\n")
      return .stopped
    }
    context.console.write("Unlocked \(location).\n")
    return .success
  }

  private func ask(_ console: Console, _ location: StateLocation, _ holder: LockInfo?) async throws -> Bool {
    guard console.canAsk else { throw NobodyToConfirmError(lockID: lockID) }
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
  let lockID: String

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "nobody-to-ask",
        summary: "there is nobody to ask: standard input is not a terminal",
        detail: """
          Nothing was unlocked. Where no person sits, and if you are sure that the holder is dead:

              segplan unlock --force \(lockID)
          """
      )
    ]
  }
}

package import Diagnostics

/// The state is locked by somebody else.
///
/// Carries the holder, so that one value serves waiting and the message.
package struct LockHeldError: DiagnosedError, Hashable {
  package let location: String
  /// `nil` when the holder cannot be read, which does not make the lock any less held.
  package let holder: LockInfo?
  /// How long this run waited.
  package let waited: Duration

  package init(location: String, holder: LockInfo?, waited: Duration = .zero) {
    self.location = location
    self.holder = holder
    self.waited = waited
  }

  package var diagnostics: [Diagnostic] {
    let waited = waited.components.seconds > 0 ? " after waiting \(waited.components.seconds) s" : ""
    let summary: String
    if let holder {
      summary = "the state \(location) is locked by \(holder.who) (\(holder.operation), process \(holder.processID))\(waited)"
    } else {
      summary = "the state \(location) is locked by a process that left no name\(waited)"
    }
    let since = holder.map { "It has held the lock since \($0.created), lock id \($0.id). " } ?? ""
    return [
      Diagnostic(
        .error,
        code: "state-locked",
        summary: summary,
        detail: """
          \(since)Nothing was changed. The lock goes when that run ends, also if it is killed. Run the command again then, or wait \
          longer:

              --lock-timeout 10m
          """
      )
    ]
  }
}

/// Why a lock was not freed by hand.
package enum UnlockError: DiagnosedError, Hashable {
  case notLocked(location: String)
  case wrongID(location: String, holder: LockInfo)
  case holderAlive(location: String, holder: LockInfo)
  case unknownHolder(location: String)

  package var diagnostics: [Diagnostic] {
    switch self {
    case .notLocked(let location):
      [
        Diagnostic(
          .error,
          code: "not-locked",
          summary: "the state \(location) is not locked",
          detail: "There is nothing to unlock; the next apply can start."
        )
      ]
    case .wrongID(let location, let holder):
      [
        Diagnostic(
          .error,
          code: "wrong-lock-id",
          summary: "the lock on \(location) has the id \(holder.id)",
          detail: "It is held by \(holder.who) since \(holder.created). The id given is another one; nothing was unlocked."
        )
      ]
    case .holderAlive(let location, let holder):
      [
        Diagnostic(
          .error,
          code: "lock-holder-alive",
          summary: "the lock on \(location) is held by the running process \(holder.processID) (\(holder.who))",
          detail: """
            A local lock goes when its holder ends, so there is never one left over to free. Wait for that run, or stop it:

                kill -INT \(holder.processID)
            """
        )
      ]
    case .unknownHolder(let location):
      [
        Diagnostic(
          .error,
          code: "lock-holder-unknown",
          summary: "the lock on \(location) is held by a running process that left no name",
          detail: """
            A local lock goes when its holder ends, so there is never one left over to free. To see who has the lock file open:

                fuser -v \(location).lock
            """
        )
      ]
    }
  }
}

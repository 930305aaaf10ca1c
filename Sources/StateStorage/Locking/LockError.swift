package import Diagnostics

/// Someone else holds the lock of the state.
package struct LockHeldError: DiagnosedError, Hashable {
  package let location: String
  /// `nil` if the holder cannot be read; the lock is held anyway.
  package let holder: LockInfo?
  /// How long this run waited.
  var waited = Duration.zero
  /// Whether the lock stays when its holder dies, until someone frees it; otherwise the kernel drops it.
  package internal(set) var isFreedByHand = false
  /// Whether the holder has certainly ended, so that waiting is pointless.
  package internal(set) var hasHolderEnded = false

  /// A holder that has certainly ended.
  package static func ended(_ holder: LockInfo, at location: String) -> LockHeldError {
    LockHeldError(location: location, holder: holder, hasHolderEnded: true)
  }

  package var diagnostics: [Diagnostic] {
    let waited = waited.components.seconds > 0 ? " after waiting \(waited.components.seconds) s" : ""
    let name =
      holder.map { "\($0.holder)\(hasHolderEnded ? ", which has ended" : waited)" } ?? "an unknown process\(waited)"
    let since = holder.map { holder in
      holder.created.isEmpty
        ? "The lock id is \(holder.id). " : "It has held the lock since \(holder.created), lock id \(holder.id). "
    }
    let detail = "\(since ?? "")Nothing was changed. \(advice)"
    return [Diagnostic(("state-locked", "the state \(location) is locked by \(name)", detail))]
  }

  private var advice: String {
    if hasHolderEnded {
      return """
        The process that took the lock ran on this machine and has ended, so it is safe to release the lock:

            segplan unlock --state '\(location)'
        """
    }
    if isFreedByHand {
      return """
        Run the command again when that run has ended, or wait longer:

            --lock-timeout 10m

        If that run has died, its lock stays until someone releases it:

            segplan unlock \(holder?.id ?? "LOCK_ID") --state '\(location)'
        """
    }
    return """
      The lock is released when that run ends, even if it is killed. Then run the command again, or wait longer:

          --lock-timeout 10m
      """
  }
}

/// This run no longer holds its lock: someone released it by force.
package struct LockLostError: WordedError, Hashable {
  package let location: String
  /// Who holds it now; `nil` for no one, or someone who left no name.
  package let holder: LockInfo?

  package var words: DiagnosticWords {
    let now = holder.map { " \($0.holder) holds it now, lock id \($0.id)." } ?? ""
    return (
      "lock-lost", "this run lost its lock on the state \(location): someone released it",
      "Another run may be active, so this run makes no more changes and does not write the state.\(now)"
    )
  }
}

/// The file system ignores `flock`: a locked file can be locked again.
package struct NoFileLocksError: WordedError, Hashable {
  package let path: String

  package var words: DiagnosticWords {
    (
      "no-file-locks", "the file system of \(path) gives the same lock to several processes",
      """
      With such a lock, two runs could change the store at the same time, so this command stops. Nothing was changed. Some network and FUSE file \
      systems ignore flock. Keep the state on a local disk, or on a server: https://… or s3://….
      """
    )
  }
}

/// Why a lock was not freed by hand.
package enum UnlockError: WordedError, Hashable {
  case notLocked(location: String)
  case wrongID(location: String, holder: LockInfo)
  case holderAlive(location: String, holder: LockInfo)
  case unknownHolder(location: String)
  /// The server holds another lock and does not say which.
  case idRefused(location: String)

  package var words: DiagnosticWords {
    switch self {
    case .notLocked(let location):
      ("not-locked", "the state \(location) is not locked", "There is nothing to unlock. The next apply can start.")
    case .wrongID(let location, let holder):
      (
        "wrong-lock-id", "the lock on \(location) has the id \(holder.id)",
        "It is held by \(holder.holder)\(since(holder)). You gave another id, so nothing was unlocked."
      )
    case .holderAlive(let location, let holder):
      (
        "lock-holder-alive", "the lock on \(location) is held by the running process \(processID(holder)) (\(holder.who))",
        """
        A local lock is released when its holder ends, so you never have to release it yourself. Wait for that run, or stop it:

            kill -INT \(processID(holder))
        """
      )
    case .idRefused(let location):
      (
        "wrong-lock-id", "the lock on \(location) is not the one with this id",
        "The server does not say who holds it. Nothing was unlocked. The run that took the lock printed its id."
      )
    case .unknownHolder(let location):
      (
        "lock-holder-unknown", "the lock on \(location) is held by a running process that is not known",
        """
        A local lock is released when its holder ends, so you never have to release it yourself. To see who has the lock file open:

            fuser -v \(location).lock
        """
      )
    }
  }

  private func since(_ holder: LockInfo) -> String { holder.created.isEmpty ? "" : " since \(holder.created)" }

  private func processID(_ holder: LockInfo) -> String { holder.processID.map { "\($0)" } ?? "PID" }
}

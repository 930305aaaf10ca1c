package import Diagnostics

/// The state is locked by somebody else.
///
/// Carries the holder, so that one value serves waiting and the message.
package struct LockHeldError: DiagnosedError, Hashable {
  package let location: String
  /// `nil` when the holder cannot be read, which does not make the lock any less held.
  package let holder: LockInfo?
  /// How long this run waited.
  package private(set) var waited: Duration
  /// What becomes of the lock when its holder dies.
  package let release: LockRelease
  /// Whether the holder is certain to have ended, so that waiting for it is in vain.
  package private(set) var hasHolderEnded: Bool

  package init(
    location: String,
    holder: LockInfo?,
    waited: Duration = .zero,
    release: LockRelease = .withItsProcess,
    hasHolderEnded: Bool = false
  ) {
    self.location = location
    self.holder = holder
    self.waited = waited
    self.release = release
    self.hasHolderEnded = hasHolderEnded
  }

  /// The same, after waiting for so long.
  func after(waiting waited: Duration, hasHolderEnded: Bool) -> LockHeldError {
    var error = self
    error.waited = waited
    error.hasHolderEnded = hasHolderEnded
    return error
  }

  package var diagnostics: [Diagnostic] {
    let waited = waited.components.seconds > 0 ? " after waiting \(waited.components.seconds) s" : ""
    let name =
      holder.map { "\($0.holder)\(hasHolderEnded ? ", which has ended" : waited)" } ?? "a process that left no name\(waited)"
    let since = holder.map { holder in
      holder.created.isEmpty
        ? "The lock id is \(holder.id). " : "It has held the lock since \(holder.created), lock id \(holder.id). "
    }
    let detail = (since ?? "") + "Nothing was changed. " + advice
    return [Diagnostic(("state-locked", "the state \(location) is locked by \(name)", detail))]
  }

  private var advice: String {
    if hasHolderEnded {
      return """
        The process that took the lock ran on this machine and is gone, so it is safe to free the lock:

            segplan unlock --state '\(location)'
        """
    }
    return switch release {
    case .withItsProcess:
      """
      The lock goes when that run ends, also if it is killed. Run the command again then, or wait longer:

          --lock-timeout 10m
      """
    case .byHand:
      """
      Run the command again when that run is done, or wait longer:

          --lock-timeout 10m

      If that run is dead, its lock stays until somebody frees it:

          segplan unlock \(holder?.id ?? "LOCK_ID") --state '\(location)'
      """
    }
  }
}

/// What becomes of a lock when its holder dies.
package enum LockRelease: Hashable, Sendable {
  /// The kernel drops it.
  case withItsProcess
  /// It stays until somebody frees it.
  case byHand
}

/// The lock that this run held is its own no more: somebody freed it by force.
package struct LockLostError: DiagnosedError, Hashable {
  package let location: String
  /// Who holds it now; `nil` for nobody, or somebody who left no name.
  package let holder: LockInfo?

  package init(location: String, holder: LockInfo?) {
    self.location = location
    self.holder = holder
  }

  package var diagnostics: [Diagnostic] {
    let now = holder.map { " \($0.holder) holds it now, lock id \($0.id)." } ?? ""
    let words = (
      "lock-lost", "this run lost its lock on the state \(location): somebody freed it",
      "Another run may be at work, so this one changes nothing more and leaves the stored state alone.\(now)"
    )
    return [Diagnostic(words)]
  }
}

/// A lock file that is locked can be locked again: its file system ignores `flock`.
package struct NoFileLocksError: DiagnosedError, Hashable {
  package let path: String

  package var diagnostics: [Diagnostic] {
    let words = (
      "no-file-locks", "the file system of \(path) gives its locks to everyone who asks for them",
      """
      Such a lock keeps nobody out: two runs could change the store at once, so this command stops. Nothing was changed. Some network \
      and FUSE file systems ignore flock. Keep the state on a local disk, or on a server: https://… or s3://….
      """
    )
    return [Diagnostic(words)]
  }
}

/// Why a lock was not freed by hand.
package enum UnlockError: DiagnosedError, Hashable {
  case notLocked(location: String)
  case wrongID(location: String, holder: LockInfo)
  case holderAlive(location: String, holder: LockInfo)
  case unknownHolder(location: String)
  /// The server holds another lock, and does not say which.
  case idRefused(location: String)

  package var diagnostics: [Diagnostic] { [Diagnostic(words)] }

  private var words: DiagnosticWords {
    switch self {
    case .notLocked(let location):
      (
        "not-locked", "the state \(location) is not locked",
        "There is nothing to unlock; the next apply can start."
      )
    case .wrongID(let location, let holder):
      (
        "wrong-lock-id", "the lock on \(location) has the id \(holder.id)",
        "It is held by \(holder.holder)\(since(holder)). The id given is another one; nothing was unlocked."
      )
    case .holderAlive(let location, let holder):
      (
        "lock-holder-alive", "the lock on \(location) is held by the running process \(processID(holder)) (\(holder.who))",
        """
        A local lock goes when its holder ends, so there is never one left over to free. Wait for that run, or stop it:

            kill -INT \(processID(holder))
        """
      )
    case .idRefused(let location):
      (
        "wrong-lock-id", "the lock on \(location) is not the one with this id",
        "The server does not say who holds it. Nothing was unlocked. The id stands in the output of the run that took the lock."
      )
    case .unknownHolder(let location):
      (
        "lock-holder-unknown", "the lock on \(location) is held by a running process that left no name",
        """
        A local lock goes when its holder ends, so there is never one left over to free. To see who has the lock file open:

            fuser -v \(location).lock
        """
      )
    }
  }

  private func since(_ holder: LockInfo) -> String { holder.created.isEmpty ? "" : " since \(holder.created)" }

  private func processID(_ holder: LockInfo) -> String { holder.processID.map { "\($0)" } ?? "PID" }
}

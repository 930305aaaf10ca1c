package import Diagnostics

/// Why a state cannot be used.
package enum StateError: DiagnosedError, Hashable {
  case corrupt(location: String, reason: String)
  case newerVersion(location: String, found: Int, newest: Int)
  case otherStore(location: String, recorded: String, wanted: String)
  /// Somebody else wrote the state since it was read, lock or no lock.
  case changedMeanwhile(location: String)

  package var diagnostics: [Diagnostic] {
    switch self {
    case .corrupt(let location, let reason):
      [
        Diagnostic(
          .error,
          code: "state-corrupt",
          summary: "the state \(location) is corrupt: \(reason)",
          detail: """
            Nothing was changed. The version before it stands beside it, in a file ending in .backup. Without any state planning works too: \
            the store is the truth, and only drift and additive removals are not known then. Move the file away to start anew.
            """
        )
      ]
    case .newerVersion(let location, let found, let newest):
      [
        Diagnostic(
          .error,
          code: "state-newer",
          summary: "the state \(location) has format \(found); this program reads up to format \(newest)",
          detail: "A newer release wrote it. Use that release here too."
        )
      ]
    case .otherStore(let location, let recorded, let wanted):
      [
        Diagnostic(
          .error,
          code: "state-other-store",
          summary: "the state \(location) belongs to the store \(recorded), not to \(wanted)",
          detail: "Check BIGCOMMERCE_STORE_HASH and SEGPLAN_API_URL, or name this store's own state with --state."
        )
      ]
    case .changedMeanwhile(let location):
      [
        Diagnostic(
          .error,
          code: "state-changed",
          summary: "the state \(location) was written by somebody else during this run",
          detail: "It was left as it is. Run the command again; what was done in the store is found done."
        )
      ]
    }
  }
}

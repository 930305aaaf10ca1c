package import Diagnostics

/// Why a state cannot be used.
package enum StateError: DiagnosedError, Hashable {
  case corrupt(location: String, reason: String)
  case newerVersion(location: String, found: Int, newest: Int)
  case otherStore(location: String, recorded: String, wanted: String)
  /// Somebody else wrote the state since it was read, lock or no lock.
  case changedMeanwhile(location: String)
  /// There was a state when it was read, and there is none now.
  case goneMeanwhile(location: String)
  /// A file that was named to be stored.
  case notAState(file: String, reason: String)
  /// The file has another name, which may be another folder's state.
  case hardLinked(location: String)

  package var diagnostics: [Diagnostic] { [Diagnostic(words)] }

  private var words: DiagnosticWords {
    switch self {
    case .corrupt(let location, let reason):
      (
        "state-corrupt", "the state \(location) is corrupt: \(reason)",
        """
        Nothing was changed. \(Self.earlierVersions(of: location)) Planning also works without a state: the store is the truth. \
        Only drift, and which members of additive segments segplan added, are then unknown.
        """
      )
    case .newerVersion(let location, let found, let newest):
      (
        "state-newer", "the state \(location) has format \(found); this program reads up to format \(newest)",
        "A newer release wrote it. Use that release here too."
      )
    case .otherStore(let location, let recorded, let wanted):
      (
        "state-other-store", "the state \(location) belongs to the store \(recorded), not to \(wanted)",
        "Check BIGCOMMERCE_STORE_HASH and SEGPLAN_API_URL, or name this store's own state with --state."
      )
    case .hardLinked(let location):
      (
        "state-hard-linked", "the state \(location) has another name: it is a hard link",
        """
        Nothing was changed. Writing it would leave the old state under the other name, and two folders would go on with two states. If both \
        are to use one state, make one of them a symbolic link, or name the file with --state. If the other name is a mere copy, copy the \
        file to a new one and rename that to \(location).
        """
      )
    case .changedMeanwhile(let location):
      (
        "state-changed", "the state \(location) was written by somebody else during this run",
        "It was left as it is. Run the command again; what was done in the store is found done."
      )
    case .goneMeanwhile(let location):
      (
        "state-gone", "the state \(location) was there when this run read it, and is gone now",
        """
        The server has lost it, or someone deleted it. Nothing was written in its place. Check its storage, and put the latest version \
        back if there is one. Then run the command again; what was done in the store is found done.
        """
      )
    case .notAState(let file, let reason):
      (
        "not-a-state", "the file \(file) does not hold a state: \(reason)",
        "Nothing was written. Give a file that `segplan state pull` printed or that an apply saved."
      )
    }
  }

  /// Why a document is not written in place of a version that is not the one stored.
  static func notReplaced(_ stored: StateVersion?, at location: String) -> Self {
    stored == nil ? .goneMeanwhile(location: location) : .changedMeanwhile(location: location)
  }

  /// Where the version before a corrupt one is, and how to begin a new state, by the kind of place.
  private static func earlierVersions(of location: String) -> String {
    let push = "segplan state push --force FILE --state '\(location)'"
    if location.hasPrefix("s3://") {
      return """
        If the bucket keeps versions, download an earlier one and put it back: \(push). To start again without a state, delete the object.
        """
    }
    if location.contains("://") {
      return """
        A server that keeps versions, such as GitLab under Operate > Terraform states, still has earlier ones: download one and put it \
        back: \(push). To start again without a state, delete it on the server. If it is corrupt after every apply, the server does not \
        keep documents as they are written.
        """
    }
    return "The version before it is in \(location).backup. To start again without a state, move the file away."
  }
}

package import Diagnostics

/// Why a state cannot be used.
package enum StateError: WordedError, Hashable {
  case corrupt(location: String, reason: String)
  case newerVersion(location: String, found: Int, newest: Int)
  case otherStore(location: String, recorded: String, wanted: String)
  /// Someone else wrote the state after this run read it.
  case changedMeanwhile(location: String)
  /// The state that this run read no longer exists.
  case goneMeanwhile(location: String)
  /// A file that should be stored as a state.
  case notAState(file: String, reason: String)
  /// The file has another name, which may be another folder's state.
  case hardLinked(location: String)

  package var words: DiagnosticWords {
    switch self {
    case .corrupt(let location, let reason):
      (
        "state-corrupt", "the state \(location) is corrupt: \(reason)",
        """
        Nothing was changed. \(Self.earlierVersions(of: location)) You can also plan without a state. segplan then \
        cannot find drift, and does not know which members of additive segments it added.
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
        Nothing was changed. Writing it would leave the old state under the other name, so two folders would have two states. If both should \
        use one state, make one of them a symbolic link, or name the file with --state. If the other name is only a copy, copy the file to a \
        new one and rename that to \(location).
        """
      )
    case .changedMeanwhile(let location):
      (
        "state-changed", "another process wrote the state \(location) during this run",
        "This run did not overwrite it. Run the command again. It skips what is already done in the store."
      )
    case .goneMeanwhile(let location):
      (
        "state-gone", "the state \(location) no longer exists, although this run read it",
        """
        The server has lost it, or someone deleted it. Nothing was written in its place. Check its storage, and restore the latest version \
        if there is one. Then run the command again. It skips what is already done in the store.
        """
      )
    case .notAState(let file, let reason):
      (
        "not-a-state", "the file \(file) does not contain a state: \(reason)",
        "Nothing was written. Name a file that `segplan state pull` printed or that an apply saved."
      )
    }
  }

  /// The error of a write that expected another version than the stored one.
  static func notReplaced(_ stored: StateVersion?, at location: String) -> Self {
    stored == nil ? .goneMeanwhile(location: location) : .changedMeanwhile(location: location)
  }

  /// Where earlier versions of a corrupt state are, and how to start a new one.
  private static func earlierVersions(of location: String) -> String {
    let push = "segplan state push --force FILE --state '\(location)'"
    if location.hasPrefix("s3://") {
      return """
        If the bucket keeps versions, download an earlier one and restore it: \(push). To start again without a state, delete the object.
        """
    }
    if location.contains("://") {
      return """
        If the server keeps versions, such as GitLab under Operate > Terraform states, download an earlier one and restore it: \(push). To \
        start again without a state, delete it on the server. If it is corrupt after every apply, the server alters documents.
        """
    }
    return "The previous version is in \(location).backup. To start again without a state, move the file away."
  }
}

package import Diagnostics
import SegmentModel

/// Decides whether a document may take a stored state's place by hand; the rules are Terraform's `state push`.
package enum StateReplacement {
  /// What to write.
  ///
  /// Forced, a document whose serial is not higher gets the one after the stored state's: servers that keep versions take no serial twice,
  /// and a plan of the state before is told from one of the state after.
  ///
  /// A document that a person forced or edited says nothing of the applies that it replaces. Plans of before it are then stale.
  ///
  /// `current` is `nil` when nothing is stored, or nothing that can be read.
  ///
  /// - Returns: The document to write; `nil` when it is stored already.
  /// - Throws: ``StateReplacementError``.
  package static func document(
    _ document: StateDocument,
    over current: StateDocument?,
    at location: String,
    isForced: Bool
  ) throws(StateReplacementError) -> StateDocument? {
    guard let current, !current.isUnused else { return document }
    if document == current { return nil }
    if !isForced {
      guard document.lineage == current.lineage else {
        throw .otherLineage(location: location, stored: current.lineage, given: document.lineage)
      }
      guard document.serial > current.serial else {
        throw .notNewer(location: location, stored: current.serial, given: document.serial)
      }
    }
    var next = document
    next.serial = max(document.serial, current.serial + 1)
    // Written by the run that wrote what is stored, and yet another document: somebody edited a copy.
    let isEdited = document.runs.last != nil && document.runs.last == current.runs.last
    if isForced || isEdited { next.history = .unknown(before: next.serial) }
    return next
  }
}

/// Why a document may not take a stored state's place.
package enum StateReplacementError: DiagnosedError, Hashable {
  case otherLineage(location: String, stored: String, given: String)
  case notNewer(location: String, stored: Int, given: Int)

  package var diagnostics: [Diagnostic] { [Diagnostic(words)] }

  private var words: DiagnosticWords {
    switch self {
    case .otherLineage(let location, let stored, let given):
      (
        "state-other-lineage", "the state \(location) has the lineage \(stored), the given one \(given)",
        """
        They have nothing to do with each other: one would be lost. Nothing was written. To put the given state there all the same, \
        add --force.
        """
      )
    case .notNewer(let location, let stored, let given):
      (
        "state-not-newer", "the state \(location) has the serial \(stored), the given one \(given)",
        """
        Somebody wrote the state since the given one was made; what they recorded would be lost. Nothing was written. Running segapply \
        is usually all that is needed: the store is the truth. To put the given state there all the same, add --force.
        """
      )
    }
  }
}

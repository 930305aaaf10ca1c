package import Diagnostics
import SegmentModel

/// Decides whether a person may replace the stored state, by the rules of Terraform's `state push`.
package enum StateReplacement {
  /// The document to write; `nil` if it is already stored.
  ///
  /// With `isForced`, a document whose serial is not higher gets the serial after the stored one. Servers that keep
  /// versions refuse a serial twice, and plans of the old state must differ from plans of the new one.
  ///
  /// A forced or edited document does not contain the applies that it replaces, so older plans become stale.
  ///
  /// `current` is `nil` if nothing is stored, or nothing readable. `who` is the person who writes it.
  package static func document(
    _ document: StateDocument,
    over current: StateDocument?,
    at location: String,
    isForced: Bool,
    who: String?
  ) throws(StateReplacementError) -> StateDocument? {
    var next = document
    next.who = who
    guard let current, !current.isUnused else { return next }
    if document == current { return nil }
    if !isForced {
      guard document.lineage == current.lineage else {
        throw .otherLineage(location: location, stored: current.lineage, given: document.lineage)
      }
      guard document.serial > current.serial else {
        throw .notNewer(location: location, stored: current.serial, given: document.serial)
      }
    }
    next.serial = max(document.serial, current.serial + 1)
    // It names the run that wrote the stored state, but differs from it: someone edited a copy.
    let isEdited = document.runs.last != nil && document.runs.last == current.runs.last
    if isForced || isEdited { next.history = .unknown(before: next.serial) }
    return next
  }
}

/// Why a document may not replace the stored state.
package enum StateReplacementError: WordedError, Hashable {
  case otherLineage(location: String, stored: String, given: String)
  case notNewer(location: String, stored: Int, given: Int)

  package var words: DiagnosticWords {
    switch self {
    case .otherLineage(let location, let stored, let given):
      (
        "state-other-lineage", "the state \(location) has the lineage \(stored), but the given state has \(given)",
        """
        The two states are unrelated, and the stored one would be lost. Nothing was written. To store the given state anyway, add --force.
        """
      )
    case .notNewer(let location, let stored, let given):
      (
        "state-not-newer", "the state \(location) has the serial \(stored), but the given state has \(given)",
        """
        Someone wrote the state after the given one was made, and what they recorded would be lost. Nothing was written. Usually you \
        only need to run segapply, because it reads the store. To store the given state anyway, add --force.
        """
      )
    }
  }
}

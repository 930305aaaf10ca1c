import Crypto
import Diagnostics
import FileAccess
package import SegmentModel

/// What an apply has done so far, in a local file, for the next run if this one dies before it has written the state.
///
/// The kernel has every acknowledged change before the next request is sent, so the journal survives `kill -9`. It is
/// not forced to the disk each time: after a power cut the store itself shows what was done. Only the last members that
/// were added to *additive* segments then count as added by others.
package final class Journal: Sendable {
  private let file: FileAppender

  /// Starts a journal, and replaces one that is folded into the state.
  package init(at path: String, _ header: JournalHeader) throws {
    file = try FileAppender(creating: path)
    try append(.began(header))
  }

  /// Writes an entry; entries of several callers do not mix.
  ///
  /// - Throws: `FileAccessError`. The caller must stop, since further changes would be recorded nowhere.
  package func append(_ entry: JournalEntry) throws { try file.append(try JournalCodec.encode(entry)) }

  /// Removes the journal, after the state has all of it.
  package func remove() throws { try FileAccess.remove(file.path) }
}

extension StateConnection {
  /// How much of a location goes into the name of its journal; a file name may have 255 bytes.
  private static let maximumNameLength = 80

  /// The path of the journal of a state on a server, which is named after the state's location without its secrets.
  func journalPath(for location: String) -> String {
    let name = location.utf8.map { $0.isAlphanumeric ? Character(Unicode.Scalar($0)) : "-" }
    // The end of an address says most about a state. The digest tells addresses apart whose names are the same.
    let digest = SHA256.hash(data: Array(location.utf8)).prefix(4).hexadecimalText
    return FileAccess.join(journalFolder, "segplan.\(String(name.suffix(Self.maximumNameLength))).\(digest).journal")
  }
}

/// A step of an apply.
package enum JournalEntry: Hashable, Sendable {
  /// The first entry of every journal.
  case began(JournalHeader)
  /// A segment that later entries name by its id. `isNew` if this run created it; `intended` is the number of members
  /// that it should have after the run.
  case segment(SegmentID, name: String, mode: MembershipMode, isNew: Bool, intended: Int? = nil)
  /// The run is about to add or remove these members. Without an answer, the next listing shows whether it did.
  case sending(SegmentID, MemberSet)
  /// The store acknowledged that these are members now.
  case added(SegmentID, MemberSet)
  /// The store acknowledged that these are no longer members.
  case removed(SegmentID, MemberSet)
  /// The store acknowledged that the segment is gone.
  case deleted(SegmentID)
  /// The run is about to write the state with this serial, which includes all entries above.
  ///
  /// The write has succeeded only if the state names this run among its ``StateDocument/runs``.
  case recording(serial: Int)
}

/// The run of a journal, and the state that it started from.
package struct JournalHeader: Codable, Hashable, Sendable {
  /// The run's id, which is also its lock's.
  package let run: String
  /// Who started the run: `user@host`, or a person and a CI job.
  package let who: String
  /// RFC 3339, UTC.
  package let startedAt: String
  package let store: String
  /// The lineage of the state, or the one that a first state will get.
  package let lineage: String
  /// The serial of the state that the run read; 0 if no state existed yet.
  package let serial: Int
  /// The plan that the run carries out; `nil` in a journal of an older release.
  package let plan: PlanID?

  package init(run: String, who: String, startedAt: String, store: String, lineage: String, serial: Int, plan: PlanID? = nil) {
    self.run = run
    self.who = who
    self.startedAt = startedAt
    self.store = store
    self.lineage = lineage
    self.serial = serial
    self.plan = plan
  }
}

import Crypto
import FileAccess
import HTTPExchange
import SegmentModel

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

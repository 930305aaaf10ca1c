import Crypto
import FileAccess
import HTTPExchange
import SegmentModel

/// What an apply has done so far, in a local file, for the run after it in case this one dies before it has written the state.
///
/// Every acknowledged change is with the kernel before the next request is sent, so that it survives `kill -9`. It is not forced to the
/// disk each time: after a power cut the store itself tells what was done, and only the last changes of *additive* segments are then
/// taken for somebody else's.
package final class Journal: Sendable {
  private let file: FileAppender

  /// Begins a journal in place of one that was folded into the state.
  ///
  /// - Throws: `FileAccessError` when it cannot be written.
  package init(at path: String, _ header: JournalHeader) throws {
    file = try FileAppender(creating: path)
    try append(.began(header))
  }

  /// Writes an entry down.
  ///
  /// Entries of several callers do not mix.
  ///
  /// - Throws: `FileAccessError`: from here on changes would be made that nobody remembers.
  package func append(_ entry: JournalEntry) throws {
    try file.append(try JournalCodec.encode(entry))
  }

  /// Removes the journal, when the state has everything that is in it.
  package func remove() throws {
    try FileAccess.remove(file.path)
  }
}

extension StateConnection {
  /// How much of a location goes into the name of its journal. A file name may have 255 bytes.
  private static let maximumNameLength = 80

  /// The path of the journal of a state on a server, which is named after the state's location without its secrets.
  func journalPath(for location: String) -> String {
    let name = location.utf8.map { $0.isAlphanumeric ? Character(Unicode.Scalar($0)) : "-" }
    // The end of an address says most about a state. The digest tells addresses apart whose names are the same.
    let digest = SHA256.hash(data: Array(location.utf8)).prefix(4).hexadecimalText
    return FileAccess.join(journalFolder, "segplan.\(String(name.suffix(Self.maximumNameLength))).\(digest).journal")
  }
}

import FileAccess
import Synchronization

/// The one line on standard output, which scripts wait for.
final class Announcement: Sendable {
  private let problem = Mutex<FileAccessError?>(nil)

  /// Why nobody could be told, which does not stop the store; `nil` when all went well or the reader has gone.
  var failure: FileAccessError? { problem.withLock { $0 } }

  /// Writes the line, at once: standard output is a pipe as a rule, and a buffered line would not get through it.
  func make(of address: String) {
    do throws(FileAccessError) {
      try FileAccess.write("segsim listening on \(address)\n", toDescriptor: FileAccess.standardOutput)
    } catch .brokenPipe {
      // Nobody waits for it.
    } catch {
      problem.withLock { $0 = error }
    }
  }
}

import Logging
import Synchronization

/// A log that a test can read.
final class RecordingLog: Sendable {
  struct Entry: Sendable {
    let level: Logger.Level
    let message: String
    let metadata: [String: String]
  }

  private let lines = Mutex<[Entry]>([])

  var entries: [Entry] { lines.withLock { $0 } }

  /// A logger of every level that writes here.
  var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

  private struct Handler: LogHandler {
    let log: RecordingLog
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    init(log: RecordingLog) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { _, new in new }.mapValues { "\($0)" }
      log.lines.withLock { $0.append(Entry(level: event.level, message: "\(event.message)", metadata: all)) }
    }
  }
}

import FoundationEssentials
import Logging
import Reporting
import SegmentModel

/// The format of logs.
enum LogFormat: String, Hashable, Sendable, CaseIterable {
  case text
  case json
}

/// Writes logs to standard error, one line per record.
struct ConsoleLogHandler: LogHandler {
  var logLevel = Logger.Level.warning
  var metadata: Logger.Metadata = [:]
  private let format: LogFormat
  private let write: @Sendable (String) -> Void

  init(format: LogFormat, write: @escaping @Sendable (String) -> Void) {
    self.format = format
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let fields = all.map { (key: $0.key, value: "\($0.value)") }.sorted { $0.key < $1.key }
    let time = Date.now.formatted(.iso8601)
    switch format {
    case .text:
      let tail = fields.map { " \($0.key)=\($0.value)" }.joined()
      write("\(time) \(event.level) \(VisibleText.of("\(event.message)\(tail)"))\n")
    case .json:
      var record = Dictionary(uniqueKeysWithValues: fields.map { ($0.key, $0.value) })
      record["time"] = time
      record["level"] = event.level.rawValue
      record["message"] = "\(event.message)"
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // A dictionary of strings always encodes.
      guard let line = try? encoder.encode(record) else { return }
      write(String(decoding: HiddenCharacters.escapedInJSON(Array(line)), as: UTF8.self) + "\n")
    }
  }
}

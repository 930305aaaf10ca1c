import FoundationEssentials

/// Who holds a lock, with Terraform's field names, so that people and servers that know those can read it.
package struct LockInfo: Codable, Hashable, Sendable {
  /// A UUID of this one lock.
  package let id: String
  /// The command that holds it, such as `segapply`.
  package let operation: String
  /// `user@host`.
  package let who: String
  /// The process id on that host.
  package let processID: Int
  /// The version of the program.
  package let version: String
  /// Since when: RFC 3339, UTC.
  package let created: String
  /// The state's location.
  package let path: String
  /// A free text; empty.
  package let info: String

  package init(
    id: String,
    operation: String,
    who: String,
    processID: Int,
    version: String,
    created: String,
    path: String,
    info: String = ""
  ) {
    self.id = id
    self.operation = operation
    self.who = who
    self.processID = processID
    self.version = version
    self.created = created
    self.path = path
    self.info = info
  }

  private enum CodingKeys: String, CodingKey {
    case id = "ID"
    case operation = "Operation"
    case who = "Who"
    case processID = "PID"
    case version = "Version"
    case created = "Created"
    case path = "Path"
    case info = "Info"
  }

  /// One JSON object on one line.
  ///
  /// - Throws: Only what the JSON encoder throws.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// `nil` when the bytes are no lock info: empty, half written, somebody else's.
  package init?(_ bytes: [UInt8]) {
    guard let info = try? JSONDecoder().decode(LockInfo.self, from: Data(bytes)) else { return nil }
    self = info
  }
}

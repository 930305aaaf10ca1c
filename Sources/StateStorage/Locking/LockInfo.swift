import FileAccess
import FoundationEssentials
import HTTPExchange

/// Who holds a lock, with Terraform's field names, so that people and servers that know those can read it.
package struct LockInfo: Codable, Hashable, Sendable {
  /// A UUID of this one lock.
  package let id: String
  /// The command that holds it, such as `segapply`; empty if it is not known, as are the texts below.
  package let operation: String
  /// `user@host`, or a person and a CI job.
  package let who: String
  /// The process id on that host; servers get it in ``info``, since Terraform's lock info has no field for it.
  package private(set) var processID: Int?
  /// The version of the program.
  package let version: String
  /// Since when: RFC 3339, UTC.
  package let created: String
  /// The state's location.
  package let path: String
  /// Free text; servers get the process here, so that another run can prove that it has ended (``hasEnded(seenBy:)``).
  package private(set) var info: String

  package init(
    id: String,
    operation: String = "",
    who: String = "",
    processID: Int? = nil,
    version: String = "",
    created: String = "",
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

  /// Also reads the locks of other programs, of which only the id must be known.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) -> String {
      // A field of another type counts as missing: the lock is held anyway.
      Self.shortened((try? fields.decodeIfPresent(String.self, forKey: key)) ?? "")
    }
    let id = Self.shortened(try fields.decode(String.self, forKey: .id))
    guard !id.isEmpty else {
      throw DecodingError.dataCorruptedError(forKey: .id, in: fields, debugDescription: "a lock without an id")
    }
    self.init(
      id: id,
      operation: text(.operation),
      who: text(.who),
      processID: try? fields.decodeIfPresent(Int.self, forKey: .processID),
      version: text(.version),
      created: text(.created),
      path: text(.path),
      info: text(.info)
    )
  }

  /// The start of a foreign text, without characters that control a terminal.
  private static func shortened(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(255).filter { $0.properties.generalCategory != .control }))
  }

  /// One JSON object on one line.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// `nil` when the bytes are not a lock info: empty, half written, or something else.
  package init?(_ bytes: [UInt8]) {
    guard let info = try? JSONDecoder().decode(LockInfo.self, from: Data(json: bytes)) else { return nil }
    self = info
  }
}

extension LockInfo {
  /// What servers get: exactly Terraform's seven fields, which GitLab requires.
  func encodedForServers() throws -> [UInt8] {
    var sent = self
    sent.processID = nil
    if let processID { sent.info = ProcessTrace(of: processID)?.description ?? "process \(processID)" }
    return try sent.encoded()
  }

  /// Only what GitLab's refusal says about the holder.
  var withoutEcho: LockInfo { LockInfo(id: id, who: who, created: created, path: path) }

  /// Whether the holder has certainly ended: it ran on this host since its last boot, and its process is gone.
  ///
  /// `false` in case of doubt. `own` is what this process writes into a lock.
  package func hasEnded(seenBy own: LockInfo) -> Bool {
    guard let host, host == own.host else { return false }
    return ProcessTrace(info)?.hasEnded ?? false
  }

  private var host: Substring? {
    guard let at = who.lastIndex(of: "@") else { return nil }
    let name = who[who.index(after: at)...]
    return name.isEmpty ? nil : name
  }

  /// The holder as messages name it, such as `ada@laptop (segapply, process 4711)`, without what is not known.
  package var holder: String {
    let process = (processID ?? ProcessTrace(info)?.id).map { "process \($0)" }
    let facts = [operation, process ?? info].filter { !$0.isEmpty }
    return (who.isEmpty ? "someone" : who) + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
  }
}

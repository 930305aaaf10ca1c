import FileAccess
import FoundationEssentials

/// Who holds a lock, with Terraform's field names, so that people and servers that know those can read it.
package struct LockInfo: Codable, Hashable, Sendable {
  /// A UUID of this one lock.
  package let id: String
  /// The command that holds it, such as `segapply`.
  package private(set) var operation: String
  /// `user@host`.
  package private(set) var who: String
  /// The process id on that host; servers are told of it in ``info``, since Terraform's lock info has no field for it.
  package private(set) var processID: Int?
  /// The version of the program.
  package private(set) var version: String
  /// Since when: RFC 3339, UTC.
  package private(set) var created: String
  /// The state's location.
  package let path: String
  /// A free text.
  ///
  /// Servers get the process here, so that its end can be proved: see ``hasEnded(seenBy:)``.
  package private(set) var info: String

  package init(
    id: String,
    operation: String,
    who: String,
    processID: Int?,
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

  /// Takes what others wrote too: of a lock all but its id may be unknown, and is empty then.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) -> String {
      // A field of another type is as good as none: the lock is held all the same.
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

  /// Foreign text that goes to a terminal.
  private static func shortened(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(255).filter { $0.properties.generalCategory != .control }))
  }

  /// One JSON object on one line.
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

extension LockInfo {
  /// A lock of which only the id is known.
  static func nameless(id: String, path: String) -> LockInfo {
    LockInfo(id: id, operation: "", who: "", processID: nil, version: "", created: "", path: path)
  }

  /// What servers get: exactly Terraform's seven fields, which GitLab asks for.
  func encodedForServers() throws -> [UInt8] {
    var told = self
    told.processID = nil
    if let processID { told.info = ProcessTrace(of: processID)?.description ?? "process \(processID)" }
    return try told.encoded()
  }

  /// Only what GitLab's refusal says of the holder.
  var withoutEcho: LockInfo {
    var holder = LockInfo.nameless(id: id, path: path)
    holder.who = who
    holder.created = created
    return holder
  }

  /// Whether the holder is certain to have ended: it ran on the host of `own`, since its boot, and its process is gone.
  ///
  /// - Parameter own: What this process writes into a lock.
  /// - Returns: `false` whenever there is doubt.
  package func hasEnded(seenBy own: LockInfo) -> Bool {
    guard let host, host == own.host else { return false }
    return ProcessTrace(info)?.hasEnded ?? false
  }

  private var host: Substring? {
    guard let at = who.lastIndex(of: "@") else { return nil }
    let name = who[who.index(after: at)...]
    return name.isEmpty ? nil : name
  }

  /// The holder as a message names it: `ada@laptop (segapply, process 4711)`, without what is not known.
  package var holder: String {
    let process = (processID ?? ProcessTrace(info)?.id).map { "process \($0)" }
    let facts = [operation, process ?? info].filter { !$0.isEmpty }
    return (who.isEmpty ? "somebody" : who) + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
  }
}

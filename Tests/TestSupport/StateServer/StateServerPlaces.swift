import FoundationEssentials

/// What a server of Terraform's HTTP state protocol does with requests; no network in here.
///
/// Made from the protocol's documentation (Terraform, *Backend type: http*; GitLab, *GitLab-managed Terraform state*) and shares no code
/// with the backend under test. `StateServerTests` holds it against the documents' requests and answers.
package struct StateServerPlaces: Sendable {
  /// Whose server is played.
  package enum Dialect: Sendable, Hashable {
    /// LOCK and UNLOCK at the state's own address; 423 with the holder's lock info.
    case terraform
    /// The same, with an empty body where the holder should stand.
    case silent
    /// POST and DELETE at `…/lock`, 409, all seven fields, an integer serial that is never there twice.
    case gitLab
  }

  /// An answer.
  package struct Answer: Sendable, Hashable {
    package let status: Int
    package var headers: [String: String] = [:]
    package var body: [UInt8] = []

    package init(_ status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
      self.status = status
      self.headers = headers
      self.body = body
    }
  }

  private struct Place: Sendable {
    var state: [UInt8]?
    var lock: [String: String]?
    var serials: Set<Int> = []
  }

  private struct Serial: Decodable { let serial: Int }

  private static let fields = ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]

  package let dialect: Dialect
  /// The values of `Authorization` that the server takes, each with whether it may write; empty lets everybody do everything.
  package let users: [String: Bool]
  /// GitLab's limit to the size of a state; `nil` for none.
  package let largestState: Int?
  /// What becomes of a document that is written; `nil` when nothing is kept.
  package let storing: @Sendable ([UInt8]) -> [UInt8]?
  private var places: [String: Place] = [:]

  package init(
    _ dialect: Dialect,
    users: [String: Bool] = [:],
    largestState: Int? = nil,
    storing: @escaping @Sendable ([UInt8]) -> [UInt8]? = { $0 }
  ) {
    self.storing = storing
    self.dialect = dialect
    self.users = users
    self.largestState = largestState
  }

  /// The id of the lock on a state; `nil` when it is not locked.
  package func lockID(of path: String) -> String? { places[path]?.lock?["ID"] }

  /// Drops a lock, as an administrator would.
  package mutating func dropLock(of path: String) { places[path]?.lock = nil }

  /// The stored bytes.
  package func state(at path: String) -> [UInt8]? { places[path]?.state }

  /// Carries out a request.
  package mutating func answer(
    _ method: String,
    path: String,
    id: String?,
    authorization: String?,
    body: [UInt8]
  ) -> Answer {
    var mayWrite = true
    if !users.isEmpty {
      guard let authorization, let rights = users[authorization] else { return Answer(401) }
      mayWrite = rights
    }
    if method != "GET" && !mayWrite { return Answer(403) }
    let isLockAddress = dialect == .gitLab && path.hasSuffix("/lock")
    let state = isLockAddress ? String(path.dropLast("/lock".count)) : path
    switch (method, isLockAddress) {
    case ("GET", false): return read(state)
    case ("POST", false): return write(state, id: id, body)
    case ("LOCK", false) where dialect != .gitLab, ("POST", true): return lock(state, body)
    case ("UNLOCK", false) where dialect != .gitLab, ("DELETE", true): return unlock(state, id: id, body)
    default: return Answer(405)
    }
  }

  private func read(_ path: String) -> Answer {
    guard let place = places[path] else {
      return Answer(404, body: Array((dialect == .gitLab ? #"{"message":"404 Not found"}"# : "").utf8))
    }
    guard let state = place.state else { return Answer(204) }
    return Answer(200, headers: ["Content-Type": "application/json"], body: state)
  }

  private mutating func write(_ path: String, id: String?, _ body: [UInt8]) -> Answer {
    var place = places[path] ?? Place()
    if dialect == .gitLab {
      if body.isEmpty { return Answer(204) }
      // RemoteStateHandler: also without a lock an id is refused.
      guard place.lock?["ID"] == id else { return Answer(409) }
      if let largestState, body.count > largestState { return Answer(413) }
      guard let serial = try? JSONDecoder().decode(Serial.self, from: Data(body)).serial, place.serials.insert(serial).inserted
      else {
        return Answer(422, body: Array(#"{"message":"422 Unprocessable Entity"}"#.utf8))
      }
    } else if let lock = place.lock, lock["ID"] != id {
      return Answer(423, body: encoded(lock))
    }
    if let kept = storing(body) { place.state = kept }
    places[path] = place
    return Answer(200)
  }

  private mutating func lock(_ path: String, _ body: [UInt8]) -> Answer {
    guard let info = try? JSONDecoder().decode([String: String].self, from: Data(body)), let id = info["ID"], id.count <= 255,
      dialect != .gitLab || Self.fields.allSatisfy({ info[$0] != nil })
    else { return Answer(400, body: Array(#"{"error":"a field is missing"}"#.utf8)) }
    var place = places[path] ?? Place()
    if let held = place.lock {
      switch dialect {
      case .silent: return Answer(423)
      case .terraform: return Answer(423, body: encoded(held))
      case .gitLab:
        var echo = info
        for name in ["ID", "Who", "Created"] { echo[name] = held[name] }
        return Answer(409, body: encoded(echo))
      }
    }
    place.lock = info
    places[path] = place
    return Answer(200, body: encoded(info))
  }

  private mutating func unlock(_ path: String, id: String?, _ body: [UInt8]) -> Answer {
    let named = id ?? (try? JSONDecoder().decode([String: String].self, from: Data(body)))?["ID"]
    guard let held = places[path]?.lock else { return Answer(dialect == .gitLab && id == nil ? 200 : 409) }
    // Without an id it is unlocked by force.
    if let named, named != held["ID"] { return Answer(dialect == .gitLab ? 409 : 423, body: encoded(held)) }
    places[path]?.lock = nil
    return Answer(200)
  }

  private func encoded(_ lock: [String: String]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts by texts: there is nothing in it that an encoder could refuse.
    return (try? encoder.encode(lock)).map { Array($0) } ?? []
  }
}

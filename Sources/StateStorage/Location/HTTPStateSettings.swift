import HTTPExchange

/// How to talk to a server that speaks Terraform's HTTP state protocol.
///
/// Lock and unlock addresses and methods have Terraform's names and come from the environment. A GitLab project's state needs none of
/// them: its address is recognized by its path.
package struct HTTPStateSettings: Hashable, Sendable {
  /// Where the state is read and written.
  let address: ServerAddress
  let lockAddress: ServerAddress
  let unlockAddress: ServerAddress
  /// POST unless given.
  let updateMethod: String
  /// LOCK unless given.
  let lockMethod: String
  /// UNLOCK unless given.
  let unlockMethod: String
  let credentials: HTTPCredentials?
  /// Whether this is the address of a state on GitLab.
  let isGitLab: Bool

  /// The last part of the address's path.
  var name: String { address.path.split(separator: "/").last.flatMap { PercentEncoding.decoded($0) } ?? "" }

  /// - Throws: ``StateLocationError``.
  init(_ text: String, environment: Variables) throws(StateLocationError) {
    let address = try ServerAddress(text, source: "the address of the state", environment: environment)
    isGitLab = Self.isGitLabState(address.path)
    self.address = address
    lockAddress = try Self.address("SEGPLAN_HTTP_LOCK_ADDRESS", environment) ?? (isGitLab ? address.appending("/lock") : address)
    unlockAddress =
      try Self.address("SEGPLAN_HTTP_UNLOCK_ADDRESS", environment) ?? (isGitLab ? address.appending("/lock") : address)
    updateMethod = try Self.method("SEGPLAN_HTTP_UPDATE_METHOD", environment) ?? "POST"
    lockMethod = try Self.method("SEGPLAN_HTTP_LOCK_METHOD", environment) ?? (isGitLab ? "POST" : "LOCK")
    unlockMethod = try Self.method("SEGPLAN_HTTP_UNLOCK_METHOD", environment) ?? (isGitLab ? "DELETE" : "UNLOCK")
    credentials = try HTTPCredentials(environment)
  }

  /// `…/api/v4/projects/<id>/terraform/state/<name>` (docs.gitlab.com, *GitLab-managed Terraform state*).
  private static func isGitLabState(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 7 else { return false }
    let tail = parts.suffix(7)
    let start = tail.startIndex
    return tail[start] == "api" && tail[start + 1] == "v4" && tail[start + 2] == "projects" && !tail[start + 3].isEmpty
      && tail[start + 4] == "terraform" && tail[start + 5] == "state" && !tail[start + 6].isEmpty
  }

  private static func address(_ name: String, _ environment: Variables) throws(StateLocationError) -> ServerAddress? {
    guard let text = environment[name] else { return nil }
    return try ServerAddress(text, source: name, environment: environment)
  }

  private static func method(_ name: String, _ environment: Variables) throws(StateLocationError) -> String? {
    guard let text = environment[name] else { return nil }
    guard text.utf8.count <= 20, text.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
      throw .badMethod(source: name)
    }
    return text
  }
}

/// What a state server knows us by.
enum HTTPCredentials: Hashable, Sendable {
  case basic(user: String, password: Secret)
  case bearer(Secret)

  /// From `SEGPLAN_HTTP_USERNAME` and `SEGPLAN_HTTP_PASSWORD`, or `SEGPLAN_HTTP_TOKEN`; without any of them from `TF_HTTP_USERNAME` and
  /// `TF_HTTP_PASSWORD`, which a CI job that talks to Terraform has set.
  ///
  /// Terraform's addresses are not read: they name Terraform's own state, which ours must not be written over.
  ///
  /// - Returns: `nil` when none of them is set.
  /// - Throws: ``StateLocationError`` for a half or double set, or one that cannot stand in a header.
  init?(_ environment: Variables) throws(StateLocationError) {
    let token = environment["SEGPLAN_HTTP_TOKEN"]
    let ours = (environment["SEGPLAN_HTTP_USERNAME"], environment["SEGPLAN_HTTP_PASSWORD"])
    if let token {
      guard ours.0 == nil && ours.1 == nil else { throw .tokenAndPassword }
      guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badSecret(source: "SEGPLAN_HTTP_TOKEN") }
      self = .bearer(Secret(token))
      return
    }
    let isOurs = ours.0 != nil || ours.1 != nil
    let prefix = isOurs ? "SEGPLAN" : "TF"
    switch isOurs ? ours : (environment["TF_HTTP_USERNAME"], environment["TF_HTTP_PASSWORD"]) {
    case (nil, nil):
      return nil
    case (nil, _):
      throw .missing(variable: "\(prefix)_HTTP_USERNAME", beside: "\(prefix)_HTTP_PASSWORD")
    case (_, nil):
      throw .missing(variable: "\(prefix)_HTTP_PASSWORD", beside: "\(prefix)_HTTP_USERNAME")
    case (let user?, let password?):
      guard !user.utf8.contains(UInt8(ascii: ":")), user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw .badSecret(source: "\(prefix)_HTTP_USERNAME")
      }
      guard password.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .badSecret(source: "\(prefix)_HTTP_PASSWORD") }
      self = .basic(user: user, password: Secret(password))
    }
  }
}

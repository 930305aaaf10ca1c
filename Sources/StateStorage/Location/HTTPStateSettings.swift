import Diagnostics
import HTTPExchange

/// The settings of a server that speaks Terraform's HTTP state protocol.
///
/// Addresses and methods for the lock come from the environment, under Terraform's names. A state on GitLab needs none
/// of them: it is recognized by the path of its address.
package struct HTTPStateSettings: Hashable, Sendable {
  private(set) var address: ServerAddress
  let lockAddress: ServerAddress
  let unlockAddress: ServerAddress
  let updateMethod: String
  let lockMethod: String
  let unlockMethod: String
  let credentials: HTTPCredentials?
  let isGitLab: Bool

  /// The last part of the address's path.
  var name: String { address.path.split(separator: "/").last.flatMap { PercentEncoding.decoded($0) } ?? "" }

  /// The state that keeps a document beside this one: `segments` has `segments-messages`.
  func beside(_ name: String) -> HTTPStateSettings {
    var settings = self
    settings.address = address.appending("-\(name)")
    return settings
  }

  init(_ text: String, environment: EnvironmentVariables) throws(StateLocationError) {
    let address = try ServerAddress(text, source: "the address of the state", environment: environment)
    isGitLab = Self.isGitLabState(address.path)
    self.address = address
    let standardLockAddress = isGitLab ? address.appending("/lock") : address
    lockAddress = try Self.address("SEGPLAN_HTTP_LOCK_ADDRESS", environment) ?? standardLockAddress
    unlockAddress = try Self.address("SEGPLAN_HTTP_UNLOCK_ADDRESS", environment) ?? standardLockAddress
    updateMethod = try Self.method("SEGPLAN_HTTP_UPDATE_METHOD", environment) ?? "POST"
    lockMethod = try Self.method("SEGPLAN_HTTP_LOCK_METHOD", environment) ?? (isGitLab ? "POST" : "LOCK")
    unlockMethod = try Self.method("SEGPLAN_HTTP_UNLOCK_METHOD", environment) ?? (isGitLab ? "DELETE" : "UNLOCK")
    credentials = try HTTPCredentials(environment)
  }

  /// `…/api/v4/projects/<id>/terraform/state/<name>` (docs.gitlab.com, *GitLab-managed Terraform state*).
  private static func isGitLabState(_ path: String) -> Bool {
    path.wholeMatch(of: #/(.*/)?api/v4/projects/[^/]+/terraform/state/[^/]+/#) != nil
  }

  private static func address(_ name: String, _ environment: EnvironmentVariables) throws(StateLocationError) -> ServerAddress? {
    guard let text = environment[name] else { return nil }
    return try ServerAddress(text, source: name, environment: environment)
  }

  private static func method(_ name: String, _ environment: EnvironmentVariables) throws(StateLocationError) -> String? {
    guard let text = environment[name] else { return nil }
    guard text.utf8.count <= 20, text.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
      throw .badMethod(source: name)
    }
    return text
  }
}

/// What a request to a state server authenticates with.
enum HTTPCredentials: Hashable, Sendable {
  case basic(user: String, password: Secret)
  case bearer(Secret)

  /// Reads `SEGPLAN_HTTP_TOKEN`, or `SEGPLAN_HTTP_USERNAME` and `SEGPLAN_HTTP_PASSWORD`; `nil` if nothing is set.
  ///
  /// Without them it reads `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`, which a CI job for Terraform has set. Terraform's
  /// addresses are not read: they name Terraform's own state, which must not be overwritten.
  init?(_ environment: EnvironmentVariables) throws(StateLocationError) {
    let token = environment["SEGPLAN_HTTP_TOKEN"]
    let isOurs = environment.first(of: "SEGPLAN_HTTP_USERNAME", "SEGPLAN_HTTP_PASSWORD") != nil
    if let token {
      guard !isOurs else { throw .tokenAndPassword }
      guard let token = Secret(token: token) else { throw .badSecret(source: "SEGPLAN_HTTP_TOKEN") }
      self = .bearer(token)
      return
    }
    let names = isOurs ? ("SEGPLAN_HTTP_USERNAME", "SEGPLAN_HTTP_PASSWORD") : ("TF_HTTP_USERNAME", "TF_HTTP_PASSWORD")
    guard let (user, password) = try environment.pair(names.0, names.1) else { return nil }
    guard !user.utf8.contains(UInt8(ascii: ":")), user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw .badSecret(source: names.0)
    }
    guard password.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .badSecret(source: names.1) }
    self = .basic(user: user, password: Secret(password))
  }
}

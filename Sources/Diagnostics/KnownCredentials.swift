import Synchronization

/// The credentials that this process has read, which no message, log or report may show.
///
/// Types for secrets add themselves when they are created, so no one has to list a new source of credentials.
package final class KnownCredentials: Sendable {
  /// The credentials of this process, in one set, since a credential must not appear anywhere.
  package static let ofProcess = KnownCredentials()

  /// Shorter texts are not secrets, and occur in too many words.
  private static let minimumLength = 4
  /// The minimum length of a variable whose name suggests a credential: `KEY=dev` is not a secret.
  private static let minimumNamedLength = 8

  /// The last words of names of variables and parameters that contain credentials.
  private static let names: Set<String> = [
    "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "SALT", "COOKIE", "JWT", "SIG", "SIGNATURE", "WEBHOOK", "AUTH",
  ]
  private static let kindsOfKey: Set<String> = [
    "API", "ACCESS", "SECRET", "PRIVATE", "SIGNING", "ENCRYPTION", "DEPLOY", "SSH", "AUTH",
  ]

  private let texts = Mutex<Set<String>>([])

  package init() {}

  package var all: Set<String> { texts.withLock { $0 } }

  /// Adds a credential, without the blanks around it.
  package func add(_ text: String) {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace }) else {
      return
    }
    let text = String(text[first...last])
    if text.utf8.count >= Self.minimumLength { texts.withLock { _ = $0.insert(text) } }
  }

  /// Adds the credentials in an environment: variables whose names suggest one, and passwords in addresses.
  package func add(of environment: [String: String]) {
    for (name, value) in environment {
      if Self.names(name), value.utf8.count >= Self.minimumNamedLength || name.contains("HTTP_PASSWORD") { add(value) }
      add(ofAddress: value, isSecret: name.hasSuffix("NOTIFY_URL") || name.contains("WEBHOOK"))
    }
  }

  /// Adds the password of an address, a token in place of its user, and parameters whose names suggest a credential.
  ///
  /// `isSecret` is whether everything after the host is secret, as in the address of a webhook.
  package func add(ofAddress address: String, isSecret: Bool = false) {
    guard let scheme = address.firstRange(of: "://") else { return }
    let rest = address[scheme.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    if let sign = authority.lastIndex(of: "@") {
      let user = authority[..<sign]
      let password = user.firstIndex(of: ":").map { user[user.index(after: $0)...] } ?? user
      add(String(password))
      // Requests contain the decoded password.
      if let decoded = PercentEncoding.decoded(password) { add(decoded) }
    }
    let path = rest[authority.endIndex...]
    if isSecret && path.utf8.count >= Self.minimumNamedLength { add(String(path)) }
    guard let question = path.firstIndex(of: "?") else { return }
    for parameter in path[path.index(after: question)...].split(whereSeparator: { "&#".contains($0) }) {
      let parts = parameter.split(separator: "=", maxSplits: 1)
      if parts.count == 2, Self.names(String(parts[0])), parts[1].utf8.count >= Self.minimumNamedLength { add(String(parts[1])) }
    }
  }

  private static func names(_ variable: String) -> Bool {
    let words = variable.uppercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let last = words.last else { return false }
    if last == "KEY" || last == "ID" && words.suffix(2).first == "KEY" { return words.contains(where: kindsOfKey.contains) }
    return names.contains { last == $0 || last.hasSuffix($0) && $0.count > 4 }
  }
}

import Diagnostics
import FileAccess
import Reporting

/// What everything that leaves the process as text passes through: standard output and error, logs, reports, events, messages and metrics.
///
/// Takes out credentials always, and personal data where that is asked for. Files that are data, such as states and plans, do not pass.
struct OutputFilter: Sendable {
  /// Longer files hold no token.
  private static let largestTokenFile = 16 << 10

  /// Takes personal data out; `nil` where it may be seen.
  let redaction: MemberRedaction?
  private let credentials: CredentialFilter

  /// - Parameters:
  ///   - redaction: Takes personal data out.
  ///   - environment: The process's; what it and the files of tokens that it names hold is a credential from here on.
  init(redaction: MemberRedaction?, environment: [String: String]) {
    self.redaction = redaction
    let known = KnownCredentials.ofProcess
    known.add(of: environment)
    for name in [StoreEnvironment.tokenFile, "AWS_WEB_IDENTITY_TOKEN_FILE"] {
      guard let path = environment[name] else { continue }
      // Where no file is, it may be the token itself that was put there.
      if (try? FileAccess.isThere(path)) != true { known.add(path) }
      // A file that cannot be read is told by whoever needs it.
      guard let bytes = try? FileAccess.read(path, limit: Self.largestTokenFile) else { continue }
      known.add(String(decoding: bytes, as: UTF8.self))
    }
    credentials = CredentialFilter(known)
  }

  func bytes(_ text: [UInt8]) -> [UInt8] {
    let text = credentials.bytes(text)
    return redaction?.bytes(text) ?? text
  }

  func text(_ text: String) -> String { String(decoding: bytes(Array(text.utf8)), as: UTF8.self) }
}

import FileAccess
import FoundationEssentials
import HTTPExchange

/// Gives keys for signing: those that were given, or temporary ones from AWS's token service, fetched once and renewed in time.
actor AWSCredentialProvider {
  /// A signature made with keys that expire meanwhile is of no use.
  private static let margin: TimeInterval = 300
  /// A token has some thousand bytes.
  private static let largestToken = 64 << 10

  private let source: AWSCredentialSource
  private let transport: StateTransport
  private let now: @Sendable () -> Date
  private var temporary: (credentials: AWSCredentials, expires: Date)?

  init(_ source: AWSCredentialSource, _ transport: StateTransport, now: @escaping @Sendable () -> Date) {
    self.source = source
    self.transport = transport
    self.now = now
  }

  /// - Throws: ``StateServerError``, `FileAccessError`, `CancellationError`.
  func credentials() async throws -> AWSCredentials {
    switch source {
    case .keys(let credentials):
      return credentials
    case .webIdentity(let identity):
      if let temporary, temporary.expires > now() + Self.margin { return temporary.credentials }
      let fresh = try await assumeRole(identity)
      temporary = fresh
      return fresh.credentials
    }
  }

  /// AWS STS API Reference, *AssumeRoleWithWebIdentity*: needs no signature, the token is the proof.
  private func assumeRole(_ identity: WebIdentity) async throws -> (credentials: AWSCredentials, expires: Date) {
    let token = try FileAccess.read(identity.tokenFile, limit: Self.largestToken)
    let form = [
      ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", identity.roleARN),
      ("RoleSessionName", identity.sessionName),
      ("WebIdentityToken", String(decoding: token, as: UTF8.self).filter { !$0.isWhitespace }),
    ]
    let body = form.map { "\($0)=\(PercentEncoding.encoded($1))" }.joined(separator: "&")
    let request = StateRequest(
      "POST",
      url: identity.endpoint.url(),
      shownURL: identity.endpoint.shown,
      headers: [("Content-Type", "application/x-www-form-urlencoded")],
      body: Array(body.utf8)
    )
    let response = try await transport.sendRepeatedly { request }.response
    guard response.status == 200 else { throw refusal(response, request) }
    guard let id = XMLText.first("AccessKeyId", in: response.body),
      let secret = XMLText.first("SecretAccessKey", in: response.body),
      let session = XMLText.first("SessionToken", in: response.body),
      let expires = XMLText.first("Expiration", in: response.body).flatMap(AWSTime.date)
    else { throw StateServerError(transport.location, request, status: 200, .noKeys) }
    let credentials = AWSCredentials(accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: Secret(session))
    return (credentials, expires)
  }

  private func refusal(_ response: StateResponse, _ request: StateRequest) -> StateServerError {
    let reason = response.words
    let kind: StateServerError.Kind =
      switch response.status {
      case 300..<400: .redirected(region: nil)
      case 400..<500: .credentialsRefused(.webIdentity(reason: reason))
      default: .unavailable(reason: reason)
      }
    return StateServerError(transport.location, request, status: response.status, kind)
  }
}

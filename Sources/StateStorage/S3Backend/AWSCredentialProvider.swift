import Diagnostics
import FileAccess
import FoundationEssentials
import HTTPExchange

/// Provides the keys that sign requests: fixed keys, or temporary ones, which it renews before they expire.
actor AWSCredentialProvider {
  /// How long before their expiry temporary keys are renewed, in seconds: they must outlive a request.
  private static let margin: TimeInterval = 300
  /// The service runs beside the container and answers at once; AWS's own tools wait 2 s to 5 s.
  private static let containerDeadline = Duration.seconds(5)
  /// A token has a few thousand bytes.
  private static let maximumToken = 64 << 10

  private typealias ExpiringCredentials = (credentials: AWSCredentials, expires: Date)

  private let source: AWSCredentialSource
  private let transport: StateTransport
  private let now: @Sendable () -> Date
  private var temporary: ExpiringCredentials?

  init(_ source: AWSCredentialSource, _ transport: StateTransport, now: @escaping @Sendable () -> Date) {
    self.source = source
    self.transport = transport
    self.now = now
  }

  /// - Throws: ``StateServerError``, ``StateLocationError``, `FileAccessError`, `CancellationError`.
  func credentials() async throws -> AWSCredentials {
    if case .keys(let credentials) = source { return credentials }
    if let temporary, temporary.expires > now() + Self.margin { return temporary.credentials }
    let fresh = try await credentials(from: source)
    temporary = fresh
    return fresh.credentials
  }

  private func credentials(from source: AWSCredentialSource) async throws -> ExpiringCredentials {
    switch source {
    case .keys(let credentials):
      return (credentials, .distantFuture)
    case .webIdentity(let role, let tokenFile):
      // AWS STS API Reference, *AssumeRoleWithWebIdentity*: needs no signature, the token is the proof.
      let token = try Self.token(in: tokenFile).filter { !$0.isWhitespace }
      return try await assume(role, ["Action": "AssumeRoleWithWebIdentity", "WebIdentityToken": token], secrets: [token])
    case .role(let role, let base):
      return try await assume(role, ["Action": "AssumeRole"], signedWith: try await credentials(from: base).credentials)
    case .container(let container):
      return try await credentials(from: container)
    }
  }

  private func assume(
    _ role: AWSRole,
    _ parameters: [String: String],
    secrets: [String] = [],
    signedWith keys: AWSCredentials? = nil
  ) async throws -> ExpiringCredentials {
    let endpoint = role.endpoint
    let form = role.parameters.merging(parameters) { $1 }.merging(["Version": "2011-06-15"]) { $1 }.sorted { $0.key < $1.key }
    let body = Array(form.map { "\($0.key)=\(PercentEncoding.encoded($0.value))" }.joined(separator: "&").utf8)
    var headers = [(name: "Content-Type", value: "application/x-www-form-urlencoded")]
    if let keys {
      headers += SignatureV4(credentials: keys, region: role.region, service: "sts")
        .headers(
          method: "POST",
          host: endpoint.authority,
          path: endpoint.path.isEmpty ? "/" : endpoint.path,
          payloadHash: SignatureV4.payloadHash(of: body),
          timestamp: AWSText.timestamp(now())
        )
    }
    let request = StateRequest(
      method: "POST",
      url: endpoint.url(),
      shownURL: endpoint.shown,
      headers: headers,
      body: body,
      secrets: secrets + (keys?.secrets ?? [])
    )
    let response = try await transport.sendRepeatedly { request }.response
    guard response.status == 200 else { throw refusal(response, isContainer: false) }
    return try credentials(response, source: "the answer of AWS's token service") {
      AWSText.element($0 == "Token" ? "SessionToken" : $0, in: response.body)
    }
  }

  private func credentials(from container: ContainerCredentials) async throws -> ExpiringCredentials {
    let token = try container.tokenFile.map(Self.token) ?? container.token?.text
    guard token?.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) != false else {
      throw StateLocationError.badSecret(source: "AWS_CONTAINER_AUTHORIZATION_TOKEN")
    }
    let request = StateRequest(
      method: "GET",
      url: container.endpoint.url(),
      shownURL: container.endpoint.shown,
      headers: token.map { [(name: "Authorization", value: $0)] } ?? [],
      deadline: Self.containerDeadline,
      secrets: token.map { [$0] } ?? []
    )
    let response: StateResponse
    do {
      response = try await transport.sendRepeatedly { request }.response
    } catch let error as StateServerError {
      // Otherwise the message would blame the state's server, and say that it may have given the lock.
      guard case .noAnswer(let failure) = error.kind else { throw error }
      throw StateServerError(transport.location, request, .noContainerKeys(reason: failure.words.reason))
    }
    guard response.status == 200 else { throw refusal(response, isContainer: true) }
    let fields = response.fields
    return try credentials(response, source: "the answer of the container's credential service") { fields[$0] }
  }

  /// The keys in an answer; `field` gives the fields by the names that the container's service has for them.
  private func credentials(
    _ response: StateResponse,
    source: String,
    _ field: (String) -> String?
  ) throws -> ExpiringCredentials {
    guard let id = field("AccessKeyId"), let secret = field("SecretAccessKey"), let token = field("Token"),
      let expires = field("Expiration").flatMap(AWSText.date)
    else { throw StateServerError(transport.location, response, .noKeys) }
    return (try AWSCredentials(id, secret, token: token, source: source), expires)
  }

  private static func token(in file: String) throws -> String {
    String(decoding: try FileAccess.read(file, limit: maximumToken), as: UTF8.self).filter { !$0.isNewline }
  }

  private func refusal(_ response: StateResponse, isContainer: Bool) -> StateServerError {
    let kind: StateServerError.Kind =
      switch response.status {
      case 300..<400: StateServerError.kind(of: response)
      case 400..<500 where !response.isTransientFailure:
        .credentialsRefused(isContainer ? .container(reason: response.words) : .role(reason: response.words))
      default: isContainer ? .noContainerKeys(reason: response.words) : .unavailable(reason: response.words)
      }
    return StateServerError(transport.location, response, kind)
  }
}

extension AWSCredentials {
  /// The texts that no message may show.
  var secrets: [String] { [secretAccessKey.text, sessionToken?.text].compactMap { $0 } }
}

import Crypto
import Diagnostics
import FoundationEssentials
import HTTPExchange

/// Reads and writes objects of one bucket, with signed requests.
struct S3Objects: Sendable {
  /// The header that makes a PUT conditional.
  struct Condition: Sendable {
    let header: (name: String, value: String)

    /// There is no object with this key.
    static let absent = Condition(header: ("If-None-Match", "*"))

    /// The object has this ETag, including its quotes.
    static func unchanged(_ tag: String) -> Condition { Condition(header: ("If-Match", tag)) }
  }

  private let settings: S3StateSettings
  private let transport: StateTransport
  private let credentials: AWSCredentialProvider
  private let now: @Sendable () -> Date

  init(_ settings: S3StateSettings, _ transport: StateTransport, now: @escaping @Sendable () -> Date = { Date.now }) {
    self.settings = settings
    self.transport = transport
    self.now = now
    credentials = AWSCredentialProvider(settings.credentials, transport, now: now)
  }

  /// The object and its ETag; `nil` if the object does not exist.
  func get(_ key: String) async throws -> (bytes: [UInt8], tag: String)? {
    let (response, _) = try await transport.sendRepeatedly { try await request("GET", key) }
    if try checked(response, [200, 404]).status == 404 { return nil }
    guard let tag = response.headers["etag"], !tag.isEmpty else {
      throw StateServerError(transport.location, response, .rejected(reason: "the answer has no ETag"))
    }
    return (response.body, tag)
  }

  /// Writes the object if the condition holds; does not retry.
  ///
  /// - Returns: The answer: 200, a condition that does not hold (404, 409, 412), or a transient failure.
  /// - Throws: ``StateServerError`` for any other answer, or none; `CancellationError`.
  func put(_ bytes: [UInt8], _ key: String, if condition: Condition) async throws -> StateResponse {
    let response = try await transport.send(try await putRequest(bytes, key, condition))
    return response.isTransientFailure ? response : try checked(response, [200, 404, 409, 412])
  }

  /// Writes the object as ``put(_:_:if:)`` does, and retries.
  ///
  /// Only for what may be written twice, such as the bytes that the object already has.
  ///
  /// - Returns: 200 or a status for a condition that does not hold (404, 409, 412), and the number of attempts.
  /// - Throws: ``StateServerError`` for any other answer, or none; `CancellationError`.
  func putRepeatedly(_ bytes: [UInt8], _ key: String, if condition: Condition) async throws -> (status: Int, attempts: Int) {
    let (response, attempts) = try await transport.sendRepeatedly { try await putRequest(bytes, key, condition) }
    return (try checked(response, [200, 404, 409, 412]).status, attempts)
  }

  /// The answer, if its status is one of these, and a 404 is about the object.
  private func checked(_ response: StateResponse, _ statuses: Set<Int>) throws -> StateResponse {
    // Only S3 itself uses this code; a proxy on the way has its own 404s.
    guard statuses.contains(response.status), response.status != 404 || Self.code(response) == "NoSuchKey" else {
      throw failure(response)
    }
    return response
  }

  private func putRequest(_ bytes: [UInt8], _ key: String, _ condition: Condition) async throws -> StateRequest {
    try await request("PUT", key, body: bytes, headers: [("Content-Type", "application/json"), condition.header])
  }

  /// Removes the object, if it exists.
  func delete(_ key: String) async throws {
    let (response, _) = try await transport.sendRepeatedly { try await request("DELETE", key) }
    _ = try checked(response, [200, 204, 404])
  }

  /// The meaning of a refusal, by its status and the code in its body (Amazon S3 API Reference, *Error responses*).
  func failure(_ response: StateResponse) -> StateServerError {
    let kind: StateServerError.Kind
    switch Self.code(response) {
    case "InvalidAccessKeyId": kind = .credentialsRefused(.unknownAccessKey)
    case "SignatureDoesNotMatch": kind = .credentialsRefused(.wrongSecret)
    case "ExpiredToken", "InvalidToken", "TokenRefreshRequired": kind = .credentialsRefused(.expired)
    case "RequestTimeTooSkewed": kind = .credentialsRefused(.clock)
    case "NoSuchBucket": kind = .noBucket(settings.bucket)
    case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect":
      kind = .redirected(region: AWSText.element("Region", in: response.body) ?? response.headers["x-amz-bucket-region"])
    case "EntityTooLarge": kind = .stateTooLarge
    default:
      switch response.status {
      case 501 where response.request.method == "PUT": kind = .noConditions(reason: response.words)
      case 401: kind = .forbidden(reason: response.words)
      default: kind = StateServerError.kind(of: response, region: response.headers["x-amz-bucket-region"])
      }
    }
    return StateServerError(transport.location, response, kind)
  }

  private static func code(_ response: StateResponse) -> String? { AWSText.element("Code", in: response.body) }

  private func request(
    _ method: String,
    _ key: String,
    body: [UInt8]? = nil,
    headers: [(name: String, value: String)] = []
  ) async throws -> StateRequest {
    let keys = try await credentials.credentials()
    let hash = body.map(SignatureV4.payloadHash) ?? SignatureV4.emptyPayloadHash
    // Every x-amz- header must be signed.
    var signed = [(name: "X-Amz-Content-Sha256", value: hash)]
    var headers = headers
    if let body {
      // Buckets with object lock require one of these, and bucket policies may require the encryption.
      headers.append(("Content-MD5", contentMD5(of: body)))
      signed.append(("X-Amz-Checksum-Sha256", Data(SHA256.hash(data: body)).base64EncodedString()))
      if let encryption = settings.encryption { signed.append(("X-Amz-Server-Side-Encryption", encryption)) }
      if let key = settings.kmsKey { signed.append(("X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id", key)) }
    }
    let proof = SignatureV4(credentials: keys, region: settings.region, service: "s3").headers(
      method: method,
      host: host,
      path: path(key),
      adding: signed,
      payloadHash: hash,
      timestamp: AWSText.timestamp(now())
    )
    let url = "\(settings.endpoint.scheme)://\(host)\(path(key))"
    return StateRequest(method: method, url: url, shownURL: url, headers: proof + headers, body: body, secrets: keys.secrets)
  }

  private var host: String {
    settings.usesPathStyle ? settings.endpoint.authority : "\(settings.bucket).\(settings.endpoint.authority)"
  }

  private func path(_ key: String) -> String {
    let prefix = settings.endpoint.path.hasSuffix("/") ? String(settings.endpoint.path.dropLast()) : settings.endpoint.path
    let bucket = settings.usesPathStyle ? "/\(settings.bucket)" : ""
    return "\(prefix)\(bucket)/\(PercentEncoding.encoded(key, keeping: "/"))"
  }
}

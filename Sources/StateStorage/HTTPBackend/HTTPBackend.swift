import Crypto
import Diagnostics
import FoundationEssentials
import HTTPExchange
import Synchronization

/// A state on a server with Terraform's HTTP state protocol (Terraform's *Backend type: http*), such as GitLab.
///
/// The protocol has no conditional writes. Instead, the server refuses a write with another lock's id, and this backend
/// reads the state right before and after a write. The server names a lock's holder only when it refuses the lock.
package final class HTTPBackend: StateBackend {
  let settings: HTTPStateSettings
  let transport: StateTransport
  /// The id of the lock that this process holds, which writes must name.
  let heldID = Mutex<String?>(nil)

  init(_ settings: HTTPStateSettings, _ transport: StateTransport) {
    self.settings = settings
    self.transport = transport
  }

  package var location: String { settings.address.shown }

  package func beside(_ name: String) -> any StoredDocument {
    let settings = settings.beside(name)
    return TextDocument(backend: HTTPBackend(settings, transport.at(settings.address.shown)))
  }

  package var journalPath: String { transport.connection.journalPath(for: location) }

  package func read() async throws -> StoredBytes? {
    // A cache on the way may have an older state.
    let request = request("GET", settings.address, headers: [("Cache-Control", "no-cache")])
    let response = try await transport.sendRepeatedly { request }.response
    switch response.status {
    case 204: return nil
    case 404 where response.meansNoState(named: settings.name, onGitLab: settings.isGitLab): return nil
    case 200: break
    default: throw failure(response)
    }
    guard !response.body.isEmpty else { return nil }
    if let stated = response.headers["content-md5"], stated != contentMD5(of: response.body) {
      throw StateServerError(location, response, .damaged)
    }
    return StoredBytes(bytes: response.body, version: Self.version(of: response.body))
  }

  package var isServer: Bool { true }

  /// Sends the stored document again, with the request that the end of a run uses.
  package func rehearseWrite() async throws {
    guard let stored = try await read() else { return }
    let request = writeRequest(stored.bytes)
    let response = try await transport.sendRepeatedly { request }.response
    switch response.status {
    // Servers that keep versions, such as GitLab, refuse a serial twice with 422, and only if the user may write.
    case 200, 201, 204, 422: return
    case 409, 423: throw LockLostError(location: location, holder: Self.holder(in: response))
    default: throw failure(response)
    }
  }

  package func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    let stored = try await read()?.version
    guard stored == version else { throw StateError.notReplaced(stored, at: location) }
    let request = writeRequest(bytes)
    let written = Self.version(of: bytes)
    _ = try await WriteAttempts.write(bytes, replacing: version, connection: transport.connection) {
      try await writeOnce(request, written)
    } read: {
      try await read()
    }
    do {
      try await requireKept(written, replacing: version, request)
    } catch is CancellationError {
      // The server has confirmed the write, and a stopped run has no time to check it.
    }
    return written
  }

  /// Checks what is stored: servers that drop fields, truncate documents or keep nothing answer success as well.
  private func requireKept(_ written: StateVersion, replacing replaced: StateVersion?, _ request: StateRequest) async throws {
    var attempt = 1
    while true {
      let stored = try await read()?.version
      if stored == written { return }
      let found: StateServerError.Found = stored == nil ? .nothing : stored == replaced ? .earlier : .other
      // A cache, or one of a server's machines, may still show the state from before for a moment.
      guard stored == replaced, try await transport.connection.waits(after: attempt) else {
        throw StateServerError(location, request, .notKept(found))
      }
      attempt += 1
    }
  }

  private func writeRequest(_ bytes: [UInt8]) -> StateRequest {
    request(
      settings.updateMethod,
      settings.address,
      lockID: heldID.withLock { $0 },
      body: bytes,
      headers: [("Content-MD5", contentMD5(of: bytes))]
    )
  }

  private func writeOnce(_ request: StateRequest, _ version: StateVersion) async throws -> WriteAttempts.Attempt {
    let response = try await transport.send(request)
    switch response.status {
    case 200, 201, 204: return .written(version)
    case 409, 423: return .refused(LockLostError(location: location, holder: Self.holder(in: response)))
    case 412: return .refused(StateError.changedMeanwhile(location: location))
    // A server that keeps versions refuses a serial twice.
    case 422: return .refused(failure(response))
    case _ where response.isTransientFailure:
      return .unknown(failure(response), stated: response.retryAfter)
    default: throw failure(response)
    }
  }

  /// A request with credentials; `lockID` becomes the parameter `ID`.
  func request(
    _ method: String,
    _ address: ServerAddress,
    lockID: String? = nil,
    body: [UInt8]? = nil,
    headers: [(name: String, value: String)] = []
  ) -> StateRequest {
    var request = StateRequest(method: method, url: address.url(adding: lockID.map { ("ID", $0) }), shownURL: address.shown)
    request.headers = headers
    request.body = body
    request.secrets = [address.query].compactMap { $0 }
    if body != nil { request.headers.append(("Content-Type", "application/json")) }
    switch settings.credentials {
    case .basic(let user, let password):
      let encoded = Secret(Data("\(user):\(password.text)".utf8).base64EncodedString())
      request.headers.append(("Authorization", "Basic \(encoded.text)"))
      request.secrets += [encoded.text, password.text]
    case .bearer(let token):
      request.headers.append(("Authorization", "Bearer \(token.text)"))
      request.secrets.append(token.text)
    case nil: break
    }
    return request
  }

  /// The meaning of a refusal.
  func failure(_ response: StateResponse) -> StateServerError {
    let kind: StateServerError.Kind =
      switch response.status {
      case 401: .credentialsRefused(.http(sent: settings.credentials != nil))
      case 413: .stateTooLarge
      default: StateServerError.kind(of: response)
      }
    return StateServerError(location, response, kind)
  }

  /// Equal for all forms of one state: a server may sort keys, or write blanks, numbers and escapes in its own way.
  private static func version(of bytes: [UInt8]) -> StateVersion {
    StateVersion(tag: SHA256.hash(data: StateCodec.canonical(bytes)).description)
  }
}

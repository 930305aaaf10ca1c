import Crypto
import FoundationEssentials
import HTTPExchange
import Synchronization

/// A state on a server that speaks Terraform's HTTP state protocol (Terraform's documentation, *Backend type: http*), such as GitLab.
///
/// The protocol has no conditional writes. Instead, the server refuses a write with another lock's id, and this backend reads the state right
/// before and right after a write. The server says who holds the lock only when it refuses to give it.
package final class HTTPBackend: StateBackend {
  private let settings: HTTPStateSettings
  private let transport: StateTransport
  private let calls: HTTPStateCalls
  /// The id of the lock that this process holds, which writes must name.
  private let heldID = Mutex<String?>(nil)

  init(_ settings: HTTPStateSettings, _ transport: StateTransport) {
    self.settings = settings
    self.transport = transport
    calls = HTTPStateCalls(settings: settings)
  }

  package var location: String { settings.address.shown }

  package var journalPath: String { transport.connection.journalPath(for: location) }

  package func read() async throws -> StoredBytes? {
    // A cache on the way may have an older state.
    let request = calls.request("GET", settings.address, headers: [("Cache-Control", "no-cache")])
    let response = try await transport.sendRepeatedly { request }.response
    switch response.status {
    case 204: return nil
    case 404 where response.meansNoState(named: settings.name, onGitLab: settings.isGitLab): return nil
    case 200: break
    default: throw calls.failure(response)
    }
    guard !response.body.isEmpty else { return nil }
    if let stated = response.headers["content-md5"], stated != HTTPStateCalls.contentMD5(of: response.body) {
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
    // Servers that keep versions, such as GitLab, refuse a serial twice with 422. They say so only to those who may write.
    case 200, 201, 204, 422: return
    case 409, 423: throw LockLostError(location: location, holder: HTTPStateCalls.holder(in: response))
    default: throw calls.failure(response)
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
    calls.request(
      settings.updateMethod,
      settings.address,
      lockID: heldID.withLock { $0 },
      body: bytes,
      headers: [("Content-MD5", HTTPStateCalls.contentMD5(of: bytes))]
    )
  }

  private func writeOnce(_ request: StateRequest, _ version: StateVersion) async throws -> WriteAttempts.Attempt {
    let response = try await transport.send(request)
    switch response.status {
    case 200, 201, 204: return .written(version)
    case 409, 423: return .refused(LockLostError(location: location, holder: HTTPStateCalls.holder(in: response)))
    case 412: return .refused(StateError.changedMeanwhile(location: location))
    // A server that keeps versions refuses a serial twice.
    case 422: return .refused(calls.failure(response))
    case _ where response.isTransientFailure:
      return .unknown(calls.failure(response), stated: response.retryAfter)
    default: throw calls.failure(response)
    }
  }

  package func lock(_ info: LockInfo) async throws -> HeldLock {
    switch try await ask(for: info) {
    case .heldBy(let holder):
      throw LockHeldError(location: location, holder: holder, release: .byHand)
    case .given:
      heldID.withLock { $0 = info.id }
      let held = HeldLock(confirm: { try await self.confirm(info) }, release: { try await self.release(info) })
      return try await held.given(info.id) { try await held.confirm() }
    }
  }

  package func lockHolder() async throws -> LockHolder { .unknown }

  package func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    let holder: LockInfo?
    switch try await probe(for: id) {
    case .given: throw UnlockError.notLocked(location: location)
    case .heldBy(let found): holder = found
    }
    if let holder, holder.id != id { throw UnlockError.wrongID(location: location, holder: holder) }
    guard try await confirm(holder) else { return false }
    do {
      try await unlock(holder ?? LockInfo(id: id, path: location))
    } catch is LockLostError {
      throw UnlockError.idRefused(location: location)
    } catch let error as StateServerError where holder == nil && error.isRefusedRelease {
      throw UnlockError.idRefused(location: location)
    }
    return true
  }

  private enum Answer: Sendable {
    case given
    /// `nil` if the server does not say who.
    case heldBy(LockInfo?)
  }

  /// Asks for a lock.
  private func ask(for info: LockInfo) async throws -> Answer {
    let request = calls.request(settings.lockMethod, settings.lockAddress, body: try info.encodedForServers())
    let answer: (response: StateResponse, attempts: Int)
    do {
      answer = try await transport.sendRepeatedly { request }
    } catch let error as StateServerError {
      throw error.asking(for: info.id)
    }
    switch answer.response.status {
    case 200, 201, 204:
      if let token = answer.response.headers["lock-token"] {
        try await returnWebDAVLock(token)
        throw StateServerError(location, answer.response, .webDAV)
      }
      return .given
    case 409, 423:
      let holder = HTTPStateCalls.holder(in: answer.response)
      // An earlier attempt, whose answer was lost, took the lock.
      return holder?.id == info.id && answer.attempts > 1 ? .given : .heldBy(holder)
    // On GitLab every project has locks. This is its answer for a project that does not exist, or that the token may not access.
    case 404 where settings.isGitLab && !answer.response.body.isEmpty:
      throw calls.failure(answer.response)
    case 404, 405, 501:
      throw StateServerError(location, answer.response, .noLocking(reason: answer.response.words))
    default:
      throw calls.failure(answer.response).asking(for: info.id)
    }
  }

  /// Releases the lock of a file server, which has the same method but needs the token that it gave.
  private func returnWebDAVLock(_ token: String) async throws {
    var request = calls.request(settings.unlockMethod, settings.unlockAddress)
    request.headers.append(("Lock-Token", token))
    _ = try? await transport.send(request)
  }

  /// Finds out who holds the lock by asking for it under another id.
  ///
  /// If the server gives it, either no one held it or the server gives it to everyone. So a second question must be refused while the first
  /// one holds the lock. Both are released at once, even if the task is cancelled meanwhile.
  ///
  /// - Throws: ``StateServerError`` with `lockForEveryone`, or a failure of the questions.
  private func probe(for id: String) async throws -> Answer {
    try await shielded(for: SettlingTime.probe, from: location) {
      let first = self.question(id)
      let answer = try await self.ask(for: first)
      guard case .given = answer else { return answer }
      let second = self.question(id)
      do {
        if case .heldBy = try await self.ask(for: second) {
          try await self.unlock(first)
          return answer
        }
      } catch {
        try await self.unlock(first)
        throw error
      }
      for info in [first, second] { try? await self.unlock(info) }
      let request = self.calls.request(self.settings.lockMethod, self.settings.lockAddress)
      throw StateServerError(self.location, request, status: 200, .lockForEveryone)
    }
  }

  private func question(_ id: String) -> LockInfo {
    LockInfo(
      id: UUID().uuidString.lowercased(),
      operation: "segplan: is the lock \(id) held?",
      who: "segplan",
      created: Date.now.formatted(.iso8601),
      path: location
    )
  }

  private func confirm(_ info: LockInfo) async throws {
    guard try await isHeld(info) else { throw LockLostError(location: location, holder: nil) }
  }

  private func release(_ info: LockInfo) async throws {
    do {
      try await unlock(info)
    } catch let refusal as StateServerError where refusal.isRefusedRelease {
      // Servers refuse in the same way to release a lock that nobody holds.
      let isHeld: Bool
      do {
        isHeld = try await self.isHeld(info)
      } catch let error as StateServerError {
        // Without a lock id, the question failed. With one, the lock that the question took could not be freed.
        throw error.lockID == nil ? refusal : error
      }
      if isHeld { throw refusal }
    }
    heldID.withLock { $0 = nil }
  }

  /// Whether the lock is held, as far as the server says by this run.
  ///
  /// - Throws: ``LockLostError`` if someone else holds it, or a failure of the question.
  private func isHeld(_ info: LockInfo) async throws -> Bool {
    switch try await probe(for: info.id) {
    case .given: return false
    case .heldBy(let holder?) where holder.id != info.id: throw LockLostError(location: location, holder: holder)
    case .heldBy: return true
    }
  }

  private func unlock(_ info: LockInfo) async throws {
    do {
      try await sendUnlock(info)
    } catch let error as StateServerError {
      throw error.releasing(info.id)
    }
  }

  private func sendUnlock(_ info: LockInfo) async throws {
    let request = calls.request(
      settings.unlockMethod,
      settings.unlockAddress,
      lockID: info.id,
      body: try info.encodedForServers()
    )
    let (response, attempts) = try await transport.sendRepeatedly { request }
    switch response.status {
    case 200, 201, 202, 204: return
    // An earlier attempt, whose answer was lost, released the lock.
    case 404 where attempts > 1: return
    case 409, 423:
      let holder = HTTPStateCalls.holder(in: response)
      // An earlier attempt may have released the lock. For this run's own lock, the caller checks that.
      if attempts > 1, holder?.id != info.id, heldID.withLock({ $0 != info.id }) { return }
      guard let holder, holder.id != info.id else { throw calls.failure(response) }
      throw LockLostError(location: location, holder: holder)
    default: throw calls.failure(response)
    }
  }

  /// Equal for all forms of one state: a server may sort keys, or write blanks, numbers and escapes in its own way.
  private static func version(of bytes: [UInt8]) -> StateVersion {
    StateVersion(tag: SHA256.hash(data: StateCodec.canonical(bytes)).description)
  }
}

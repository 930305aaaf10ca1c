import FoundationEssentials
import Synchronization

extension HTTPBackend {
  package func lock(_ info: LockInfo) async throws -> HeldLock {
    switch try await ask(for: info) {
    case .heldBy(let holder):
      throw LockHeldError(location: location, holder: holder, isFreedByHand: true)
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

  private func ask(for info: LockInfo) async throws -> Answer {
    let request = request(settings.lockMethod, settings.lockAddress, body: try info.encodedForServers())
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
      let holder = Self.holder(in: answer.response)
      // An earlier attempt, whose answer was lost, took the lock.
      return holder?.id == info.id && answer.attempts > 1 ? .given : .heldBy(holder)
    // On GitLab every project has locks. This is its answer for a project that is missing or closed to the token.
    case 404 where settings.isGitLab && !answer.response.body.isEmpty:
      throw failure(answer.response)
    case 404, 405, 501:
      throw StateServerError(location, answer.response, .noLocking(reason: answer.response.words))
    default:
      throw failure(answer.response).asking(for: info.id)
    }
  }

  /// Releases the lock of a file server, which has the same method but needs the token that it gave.
  private func returnWebDAVLock(_ token: String) async throws {
    var request = request(settings.unlockMethod, settings.unlockAddress)
    request.headers.append(("Lock-Token", token))
    _ = try? await transport.send(request)
  }

  /// Finds out who holds the lock by asking for it under another id.
  ///
  /// If the server gives it, either no one held it or the server gives it to everyone. So a second question must be
  /// refused while the first one holds the lock. Both are released at once, even if the task is cancelled meanwhile.
  ///
  /// - Throws: ``StateServerError`` with `lockForEveryone`, or a failure of the questions.
  private func probe(for id: String) async throws -> Answer {
    try await shielded(for: SettlingTime.probe, from: location) {
      let first = self.question(id)
      let answer = try await self.ask(for: first)
      guard case .given = answer else { return answer }
      let second = self.question(id)
      let isExclusive: Bool
      do {
        isExclusive =
          switch try await self.ask(for: second) {
          case .heldBy: true
          case .given: false
          }
      } catch {
        try await self.unlock(first)
        throw error
      }
      if isExclusive {
        try await self.unlock(first)
        return answer
      }
      for info in [first, second] { try? await self.unlock(info) }
      let request = self.request(self.settings.lockMethod, self.settings.lockAddress)
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
      // Servers refuse in the same way to release a lock that no one holds.
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
    try await releasing(info.id) { try await sendUnlock(info) }
  }

  private func sendUnlock(_ info: LockInfo) async throws {
    let body = try info.encodedForServers()
    let request = request(settings.unlockMethod, settings.unlockAddress, lockID: info.id, body: body)
    let (response, attempts) = try await transport.sendRepeatedly { request }
    switch response.status {
    case 200, 201, 202, 204: return
    // An earlier attempt, whose answer was lost, released the lock.
    case 404 where attempts > 1: return
    case 409, 423:
      let holder = Self.holder(in: response)
      // An earlier attempt may have released the lock. For this run's own lock, the caller checks that.
      if attempts > 1, holder?.id != info.id, heldID.withLock({ $0 != info.id }) { return }
      guard let holder, holder.id != info.id else { throw failure(response) }
      throw LockLostError(location: location, holder: holder)
    default: throw failure(response)
    }
  }

  /// The holder of the lock in the body of an answer that refuses it; `nil` if it does not say.
  static func holder(in response: StateResponse) -> LockInfo? {
    guard let holder = LockInfo(response.body) else { return nil }
    // GitLab's 409 has the holder's id, name and time, and repeats the rest of our own request.
    return response.status == 409 ? holder.withoutEcho : holder
  }
}

/// A state in a bucket of S3, or of a server that speaks its protocol and supports conditional writes.
///
/// A write has `If-Match` with the version that was read, or `If-None-Match: *` for the first one, so two writers
/// cannot both succeed even without the lock. The lock is an object beside the state, `<key>.lock`, which is written
/// with `If-None-Match: *`. It stays if its holder dies. See Amazon S3 User Guide, *How to prevent object overwrites
/// with conditional writes*.
package final class S3Backend: StateBackend {
  /// How often to ask for the lock after a 409, or after the lock object disappeared before its holder was read.
  ///
  /// Each round retries on its own: 5 rounds of 4 attempts (``StateRetries``) are up to 20 PUTs.
  private static let maximumRounds = 5
  /// An ETag that no object has.
  private static let noTag = #""00000000000000000000000000000000""#

  private let settings: S3StateSettings
  private let objects: S3Objects
  private let transport: StateTransport

  init(_ settings: S3StateSettings, _ transport: StateTransport) {
    self.settings = settings
    objects = S3Objects(settings, transport)
    self.transport = transport
  }

  package var location: String { settings.shown }

  private var connection: StateConnection { transport.connection }

  package func beside(_ name: String) -> any StoredDocument {
    let settings = settings.beside(name)
    return S3Backend(settings, transport.at(settings.shown))
  }

  package var journalPath: String { connection.journalPath(for: location) }

  private var lockKey: String { settings.key + ".lock" }

  package func read() async throws -> StoredBytes? {
    guard let (bytes, tag) = try await objects.get(settings.key) else { return nil }
    return StoredBytes(bytes: bytes, version: StateVersion(tag: tag))
  }

  package var isServer: Bool { true }

  /// Sends the stored object with a condition that never holds, so that not even a new version is created.
  package func rehearseWrite() async throws {
    guard let (bytes, _) = try await objects.get(settings.key) else { return }
    guard try await objects.putRepeatedly(bytes, settings.key, if: .unchanged(Self.noTag)).status == 200 else { return }
    throw noConditions("it ignores If-Match", settings.key)
  }

  package func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    try await WriteAttempts.write(bytes, replacing: version, connection: connection) {
      try await writeOnce(bytes, replacing: version)
    } read: {
      try await read()
    }
  }

  private func writeOnce(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> WriteAttempts.Attempt {
    let condition = version.map { S3Objects.Condition.unchanged($0.tag) } ?? .absent
    let response = try await objects.put(bytes, settings.key, if: condition)
    switch response.status {
    case 200:
      if let tag = response.headers["etag"], !tag.isEmpty { return .written(StateVersion(tag: tag)) }
      return .unknown(objects.failure(response), stated: nil)
    // The object of the condition does not exist.
    case 404 where version != nil:
      return .refused(StateError.goneMeanwhile(location: location))
    case 404, 412:
      return .refused(StateError.changedMeanwhile(location: location))
    // Two writers collided and neither succeeded, or the failure is transient.
    default:
      return .unknown(objects.failure(response), stated: response.retryAfter)
    }
  }

  package func lock(_ info: LockInfo) async throws -> HeldLock {
    do {
      try await take(info)
    } catch let error as StateServerError {
      throw error.asking(for: info.id)
    }
    let held = HeldLock {
      try await self.holder().require(info.id, at: self.location)
    } release: {
      try await self.release(info)
    }
    return try await held.given(info.id) { try await requireConditions(info) }
  }

  /// Checks that the server supports the conditions that the lock and the state need.
  ///
  /// It writes to the lock's object the bytes that it already has, so nothing changes. A server that ignores
  /// `If-None-Match` would give the lock to everyone. One without `If-Match` could not replace the state at the end.
  private func requireConditions(_ info: LockInfo) async throws {
    let bytes = try info.encodedForServers()
    if try await objects.putRepeatedly(bytes, lockKey, if: .absent).status == 200 {
      throw noConditions("it ignores If-None-Match", lockKey)
    }
    guard let (held, tag) = try await objects.get(lockKey), LockInfo(held)?.id == info.id else {
      throw LockLostError(location: location, holder: nil)
    }
    if try await objects.putRepeatedly(bytes, lockKey, if: .unchanged(Self.noTag)).status == 200 {
      throw noConditions("it ignores If-Match", lockKey)
    }
    let (status, attempts) = try await objects.putRepeatedly(bytes, lockKey, if: .unchanged(tag))
    // An earlier attempt, whose answer was lost, has changed the ETag.
    guard status == 200 || attempts > 1 else { throw noConditions("it refuses If-Match with the ETag that it returned", lockKey) }
  }

  private func noConditions(_ reason: String, _ key: String) -> StateServerError {
    StateServerError(location, StateRequest(method: "PUT", url: "", shownURL: key), .noConditions(reason: reason))
  }

  private func take(_ info: LockInfo) async throws {
    let bytes = try info.encodedForServers()
    for _ in 1...Self.maximumRounds {
      if try await objects.putRepeatedly(bytes, lockKey, if: .absent).status == 200 { return }
      guard let (held, _) = try await objects.get(lockKey) else { continue }
      let holder = LockInfo(held)
      // An earlier attempt, whose answer was lost, took the lock.
      if holder?.id == info.id { return }
      throw LockHeldError(location: location, holder: holder, isFreedByHand: true)
    }
    throw LockHeldError(location: location, holder: nil, isFreedByHand: true)
  }

  package func lockHolder() async throws -> LockHolder {
    do {
      return try await holder()
    } catch let error as StateServerError {
      // Someone who may only read the state may have no access to its lock.
      guard case .forbidden = error.kind else { throw error }
      return .unknown
    }
  }

  private func holder() async throws -> LockHolder {
    guard let (bytes, _) = try await objects.get(lockKey) else { return .free }
    return .held(by: LockInfo(bytes))
  }

  package func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    guard case .held(let holder) = try await holder() else { throw UnlockError.notLocked(location: location) }
    if let holder, holder.id != id { throw UnlockError.wrongID(location: location, holder: holder) }
    guard try await confirm(holder) else { return false }
    try await releasing(id) { try await objects.delete(lockKey) }
    return true
  }

  private func release(_ info: LockInfo) async throws {
    try await releasing(info.id) {
      try await holder().require(info.id, at: location)
      try await objects.delete(lockKey)
    }
  }
}

import HTTPExchange

/// A state in a bucket of S3, or of a server that speaks its protocol and honours conditional writes.
///
/// The state is written with `If-Match` of the version that was read, the first one with `If-None-Match: *`, so that two writers cannot
/// both win even without the lock. The lock is an object beside it, `<key>.lock`, written with `If-None-Match: *`; it stays when its
/// holder dies (Amazon S3 User Guide, *How to prevent object overwrites with conditional writes*).
package final class S3Backend: StateBackend {
  /// How often to look again when two writers met, or the lock went between asking for it and asking whose it is.
  private static let mostMeetings = 5
  /// The ETag of no object.
  private static let noTag = #""00000000000000000000000000000000""#

  private let settings: S3StateSettings
  private let objects: S3Objects
  private let connection: StateConnection

  init(_ settings: S3StateSettings, _ transport: StateTransport) {
    self.settings = settings
    objects = S3Objects(settings, transport)
    connection = transport.connection
  }

  package var location: String { settings.shown }

  package var journalPath: String { JournalPath.path(for: location, in: connection.journalFolder) }

  private var lockKey: String { settings.key + ".lock" }

  package func read() async throws -> StoredBytes? {
    guard let (bytes, tag) = try await objects.get(settings.key) else { return nil }
    return StoredBytes(bytes: bytes, version: StateVersion(tag: tag))
  }

  package var isServer: Bool { true }

  /// Nothing to find out: the lock, which is taken first, is an object in the same bucket.
  package func requireWritable() async throws {}

  /// Sends the stored object under a condition that does not hold, so that not even a new version comes of it.
  package func rehearseWrite() async throws {
    guard let (bytes, _) = try await objects.get(settings.key) else { return }
    guard try await objects.rehearse(bytes, settings.key, if: .unchanged(Self.noTag)).status == 200 else { return }
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
    do {
      let condition = version.map { S3Objects.Condition.unchanged($0.tag) } ?? .absent
      let response = try await objects.put(bytes, settings.key, if: condition)
      switch response.status {
      case 200:
        if let tag = response.headers["etag"], !tag.isEmpty { return .written(StateVersion(tag: tag)) }
        return .unknown(objects.failure(response, "PUT", settings.key), statedSeconds: nil)
      // Of a condition on an object that is not there.
      case 404 where version != nil:
        return .refused(StateError.goneMeanwhile(location: location))
      case 404, 412:
        return .refused(StateError.changedMeanwhile(location: location))
      // Two writers met and neither won; or a transient failure.
      default:
        return .unknown(objects.failure(response, "PUT", settings.key), statedSeconds: response.retryAfter)
      }
    } catch let error as StateServerError where error.isTransient {
      return .unknown(error, statedSeconds: nil)
    }
  }

  package func lock(_ info: LockInfo) async throws -> any HeldLock {
    do {
      try await take(info)
    } catch var error as StateServerError {
      if error.isOutcomeUnknown { error.lockID = info.id }
      throw error
    }
    let held = HeldObjectLock(info: info, backend: self)
    do {
      try await requireConditions(info)
    } catch let failure {
      // Not left behind for a reason that has nothing to do with who holds it.
      do {
        try await held.release()
      } catch {
        // The failure before this one is the news; it names the lock, which can be freed by hand.
        guard var failure = failure as? StateServerError else { throw failure }
        failure.lockID = info.id
        throw failure
      }
      throw failure
    }
    return held
  }

  /// Finds out whether the server honours the conditions that the lock and the state need.
  ///
  /// It asks on the lock's own object and with the bytes that it holds, so that nothing changes whatever the server does. A server that
  /// ignores `If-None-Match` would give the lock to everyone; one without `If-Match` could not replace the state when the run ends.
  private func requireConditions(_ info: LockInfo) async throws {
    let bytes = try info.encodedForServers()
    if try await objects.rehearse(bytes, lockKey, if: .absent).status == 200 {
      throw noConditions("it ignores If-None-Match", lockKey)
    }
    guard let (held, tag) = try await objects.get(lockKey), LockInfo(held)?.id == info.id else {
      throw LockLostError(location: location, holder: nil)
    }
    if try await objects.rehearse(bytes, lockKey, if: .unchanged(Self.noTag)).status == 200 {
      throw noConditions("it ignores If-Match", lockKey)
    }
    let (status, attempts) = try await objects.rehearse(bytes, lockKey, if: .unchanged(tag))
    // The answer to an earlier attempt was lost, and the object has another ETag since.
    guard status == 200 || attempts > 1 else { throw noConditions("it refuses If-Match with the ETag that it gave", lockKey) }
  }

  private func noConditions(_ reason: String, _ key: String) -> StateServerError {
    StateServerError(location, StateRequest("PUT", url: "", shownURL: key), .noConditions(reason: reason))
  }

  private func take(_ info: LockInfo) async throws {
    let bytes = try info.encodedForServers()
    var attempt = 1
    var meetings = 0
    while true {
      var failure: StateServerError?
      var statedSeconds: Int?
      do {
        let response = try await objects.put(bytes, lockKey, if: .absent)
        switch response.status {
        case 200: return
        case 409, 412, 404: break
        default:
          failure = objects.failure(response, "PUT", lockKey)
          statedSeconds = response.retryAfter
        }
      } catch let error as StateServerError where error.isTransient {
        failure = error
      }
      guard let failure else {
        if let (held, _) = try await objects.get(lockKey) {
          let holder = LockInfo(held)
          // The answer to an earlier attempt was lost, and the lock is ours since.
          if holder?.id == info.id { return }
          throw LockHeldError(location: location, holder: holder, release: .byHand)
        }
        meetings += 1
        guard meetings < Self.mostMeetings else { throw LockHeldError(location: location, holder: nil, release: .byHand) }
        continue
      }
      guard let pause = connection.retries.pause(after: attempt, statedSeconds: statedSeconds) else { throw failure }
      try await connection.pause(pause)
      attempt += 1
    }
  }

  package func lockHolder() async throws -> LockHolder {
    do {
      return try await holder()
    } catch let error as StateServerError {
      // Whoever may only read the state need not be let near its lock.
      guard case .forbidden = error.kind else { throw error }
      return .unknown
    }
  }

  private func holder() async throws -> LockHolder {
    guard let (bytes, _) = try await objects.get(lockKey) else { return .nobody }
    return .somebody(LockInfo(bytes))
  }

  package func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    guard case .somebody(let holder) = try await holder() else { throw UnlockError.notLocked(location: location) }
    if let holder, holder.id != id { throw UnlockError.wrongID(location: location, holder: holder) }
    guard try await confirm(holder) else { return false }
    try await removeLock(id)
    return true
  }

  fileprivate func confirm(_ info: LockInfo) async throws {
    switch try await holder() {
    case .somebody(let holder?) where holder.id == info.id: return
    case .somebody(let holder): throw LockLostError(location: location, holder: holder)
    case .nobody, .unknown: throw LockLostError(location: location, holder: nil)
    }
  }

  fileprivate func release(_ info: LockInfo) async throws {
    do {
      try await confirm(info)
    } catch let error as StateServerError {
      throw error.releasing(info.id)
    }
    try await removeLock(info.id)
  }

  private func removeLock(_ id: String) async throws {
    do {
      try await objects.delete(lockKey)
    } catch let error as StateServerError {
      throw error.releasing(id)
    }
  }
}

private final class HeldObjectLock: HeldLock {
  private let info: LockInfo
  private let backend: S3Backend
  private let isReleased = OnceFlag()

  init(info: LockInfo, backend: S3Backend) {
    self.info = info
    self.backend = backend
  }

  func confirm() async throws { try await backend.confirm(info) }

  func release() async throws {
    guard isReleased.raise() else { return }
    try await backend.release(info)
  }
}

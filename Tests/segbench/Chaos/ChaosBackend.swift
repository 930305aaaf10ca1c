import StateStorage
import Synchronization

/// A file that behaves like a state on a server.
///
/// Answers take time and get lost when the task is cancelled meanwhile, and a lock remains when its holder is gone.
final class ChaosBackend: StateBackend {
  private let file: LocalBackend
  private let held = Mutex<HeldLock?>(nil)

  init(path: String) { file = LocalBackend(path: path) }

  var location: String { file.location }
  var journalPath: String { file.journalPath }
  func beside(_ name: String) -> any StoredDocument { file.beside(name) }

  /// Releases a lock that was left over, so that the round can continue.
  ///
  /// - Returns: Whether there was one.
  func freeLeftLock() async throws -> Bool {
    guard let lock = held.withLock({ $0 }) else { return false }
    try await lock.release()
    held.withLock { $0 = nil }
    return true
  }

  func read() async throws -> StoredBytes? {
    try await answer()
    return try await file.read()
  }

  func requireWritable() async throws { try await file.requireWritable() }

  func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    let version = try await file.write(bytes, replacing: version)
    try await answer()
    return version
  }

  func lock(_ info: LockInfo) async throws -> HeldLock {
    let lock = try await file.lock(info)
    held.withLock { $0 = lock }
    try await answer()
    return HeldLock {
      try await self.answer()
      try await lock.confirm()
    } release: {
      try await self.answer()
      try await lock.release()
      self.held.withLock { $0 = nil }
    }
  }

  func lockHolder() async throws -> LockHolder { try await file.lockHolder() }

  func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    try await file.forceUnlock(id: id, confirm: confirm)
  }

  /// Waits for the answer; when the task is cancelled meanwhile, the request is carried out but its answer is lost.
  private func answer() async throws { try await Task.sleep(for: .milliseconds(5)) }
}

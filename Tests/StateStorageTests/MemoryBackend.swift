import StateStorage
import Synchronization

@testable import struct StateStorage.StateVersion

/// A state in memory, whose lock can be made to stay held for a while.
final class MemoryBackend: StateBackend {
  struct Place {
    var bytes: [UInt8]?
    var version = 0
    var holder: LockInfo?
    /// How many attempts to lock are turned away before one succeeds.
    var refusals = 0
    var attempts = 0
    var writes = 0
    var releaseFailure: (any Error)?
    /// Whether the task of the last release was cancelled.
    var wasReleasedCancelled: Bool?
  }

  let location = "memory"
  /// No test of this backend has a journal.
  let journalPath = "/nonexistent/journal"
  let isServer: Bool
  func beside(_ name: String) -> any StoredDocument { LocalBackend(path: "/nonexistent/state").beside(name) }
  let place: Mutex<Place>

  init(_ place: Place = Place(), isServer: Bool = false) {
    self.isServer = isServer
    self.place = Mutex(place)
  }

  func read() async throws -> StoredBytes? {
    place.withLock { place in
      place.bytes.map { StoredBytes(bytes: $0, version: Self.version(place.version)) }
    }
  }

  func requireWritable() async throws {}

  func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    try place.withLock { place in
      let current = place.bytes == nil ? nil : Self.version(place.version)
      guard current == version else { throw StateError.changedMeanwhile(location: location) }
      place.bytes = bytes
      place.version += 1
      place.writes += 1
      return Self.version(place.version)
    }
  }

  func lock(_ info: LockInfo) async throws -> HeldLock {
    try place.withLock { place in
      place.attempts += 1
      if let holder = place.holder { throw LockHeldError(location: location, holder: holder) }
      if place.refusals > 0 {
        place.refusals -= 1
        throw LockHeldError(location: location, holder: Sample.lockInfo("theirs"))
      }
      place.holder = info
    }
    return HeldLock {
      let holder = self.place.withLock { $0.holder }
      guard holder?.id == info.id else { throw LockLostError(location: self.location, holder: holder) }
    } release: {
      try self.place.withLock { place in
        place.wasReleasedCancelled = Task.isCancelled
        if let failure = place.releaseFailure { throw failure }
        if place.holder?.id == info.id { place.holder = nil }
      }
    }
  }

  func lockHolder() async throws -> LockHolder {
    place.withLock { place in place.holder.map { .held(by: $0) } ?? .free }
  }

  func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    guard let holder = place.withLock({ $0.holder }) else { throw UnlockError.notLocked(location: location) }
    guard holder.id == id else { throw UnlockError.wrongID(location: location, holder: holder) }
    guard try await confirm(holder) else { return false }
    place.withLock { $0.holder = nil }
    return true
  }

  private static func version(_ number: Int) -> StateVersion { StateVersion(tag: "\(number)") }
}

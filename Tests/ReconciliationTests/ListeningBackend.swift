import StateStorage
import StoreSimulator
import Synchronization
import TestSupport

/// A state in a local file that notes every question, and can be told to fail.
final class ListeningBackend: StateBackend {
  struct Call: Sendable {
    let name: String
    /// How many requests had changed the store, or tried to.
    let storeWrites: Int
  }

  private struct Notes {
    var calls: [Call] = []
    var reactions: [String: @Sendable () throws -> Void] = [:]
  }

  let isServer: Bool
  let journalPath: String
  private let local: LocalBackend
  private let store: RunningSimulator
  private let notes = Mutex(Notes())

  init(path: String, isServer: Bool = false, journalPath: String? = nil, store: RunningSimulator) {
    local = LocalBackend(path: path)
    self.isServer = isServer
    self.journalPath = journalPath ?? path + ".journal"
    self.store = store
  }

  var location: String { local.location }

  func beside(_ name: String) -> any StoredDocument { local.beside(name) }

  var calls: [Call] { notes.withLock { $0.calls } }

  /// The requests that had changed the store when this was first called; `nil` if it never was.
  func storeWrites(before name: String) -> Int? { calls.first { $0.name == name }?.storeWrites }

  /// Runs the body at each call of this name, before the call itself; what it throws, the call throws.
  func on(_ name: String, _ reaction: @Sendable @escaping () throws -> Void) {
    notes.withLock { $0.reactions[name] = reaction }
  }

  private func note(_ name: String) throws {
    let call = Call(name: name, storeWrites: store.log.count { $0.method != "GET" })
    let reaction = notes.withLock { notes in
      notes.calls.append(call)
      return notes.reactions[name]
    }
    try reaction?()
  }

  func read() async throws -> StoredBytes? {
    try note("read")
    return try await local.read()
  }

  func requireWritable() async throws {
    try note("requireWritable")
    try await local.requireWritable()
  }

  func rehearseWrite() async throws { try note("rehearseWrite") }

  func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    try note("write")
    return try await local.write(bytes, replacing: version)
  }

  func lock(_ info: LockInfo) async throws -> HeldLock {
    try note("lock")
    let held = try await local.lock(info)
    return HeldLock {
      try self.note("confirm")
      try await held.confirm()
    } release: {
      try self.note("release")
      try await held.release()
    }
  }

  func lockHolder() async throws -> LockHolder { try await local.lockHolder() }

  func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    try await local.forceUnlock(id: id, confirm: confirm)
  }
}

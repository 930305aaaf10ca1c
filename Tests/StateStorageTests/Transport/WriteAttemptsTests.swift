import TestSupport
import Testing

@testable import StateStorage

struct WriteAttemptsTests {
  private enum Failure: Error, Equatable {
    case lost
    case refused
  }

  private static let old = StateVersion(tag: "old")
  private static let ours = StoredBytes(bytes: [2], version: StateVersion(tag: "ours"))

  /// Writes, with these attempts, while this is what is stored after each.
  private static func write(
    _ attempts: [WriteAttempts.Attempt],
    stored: [StoredBytes?],
    maximumAttempts: Int = 4
  ) async throws -> (version: StateVersion, attempts: Int) {
    var attempts = attempts
    var stored = stored
    let count = attempts.count
    let version = try await WriteAttempts.write(
      [2],
      replacing: old,
      connection: .test(retries: StateRetries(maximumAttempts: maximumAttempts))
    ) {
      attempts.removeFirst()
    } read: {
      stored.removeFirst()
    }
    return (version, count - attempts.count)
  }

  private static var unknown: WriteAttempts.Attempt { .unknown(Failure.lost, stated: nil) }

  @Test func `an attempt that was carried out is not repeated`() async throws {
    #expect(try await Self.write([Self.unknown], stored: [Self.ours]) == (Self.ours.version, 1))
  }

  @Test func `an attempt that was not carried out is repeated`() async throws {
    let before = StoredBytes(bytes: [1], version: Self.old)
    let new = StateVersion(tag: "new")
    #expect(try await Self.write([Self.unknown, .written(new)], stored: [before]) == (new, 2))
  }

  @Test func `someone else's document is not overwritten`() async {
    let theirs = StoredBytes(bytes: [3], version: StateVersion(tag: "theirs"))
    await #expect(throws: Failure.lost) { try await Self.write([Self.unknown], stored: [theirs]) }
    await #expect(throws: Failure.lost) { try await Self.write([Self.unknown], stored: [nil]) }
  }

  @Test func `a refused second attempt may be due to our own document`() async throws {
    let before = StoredBytes(bytes: [1], version: Self.old)
    #expect(
      try await Self.write([Self.unknown, .refused(Failure.refused)], stored: [before, Self.ours]) == (Self.ours.version, 2)
    )
    await #expect(throws: Failure.refused) {
      try await Self.write([Self.unknown, .refused(Failure.refused)], stored: [before, before])
    }
  }

  @Test func `a refused first attempt fails without another one`() async {
    await #expect(throws: Failure.refused) { try await Self.write([.refused(Failure.refused)], stored: []) }
  }

  @Test func `the failure of the last attempt is thrown`() async {
    await #expect(throws: Failure.lost) { try await Self.write([Self.unknown], stored: [], maximumAttempts: 1) }
  }

  @Test func `the pause that a server asks for is the minimum pause`() {
    let pauses = [nil, 0, 3, 301].map { StateRetries().pause(after: 2, stated: $0.map { .seconds($0) }) }
    #expect(pauses == [.seconds(2), .seconds(2), .seconds(3), nil])
  }
}

/// Writes a document though answers may get lost: after an attempt whose fate is unknown the stored document tells.
enum WriteAttempts {
  /// What came of one attempt.
  enum Attempt: Sendable {
    case written(StateVersion)
    /// Whether it was carried out is unknown; another attempt may get through.
    case unknown(any Error, statedSeconds: Int?)
    /// Somebody else's version stands there, or our own from an attempt whose answer was lost.
    case refused(any Error)
  }

  /// Writes a document that succeeds a version, and finds out by `read` what is stored after an attempt.
  ///
  /// `attempt` tries once and throws what no further attempt would change. A transient failure counts as `unknown`.
  ///
  /// - Returns: The new version.
  /// - Throws: What the last attempt says.
  static func write(
    _ bytes: [UInt8],
    replacing version: StateVersion?,
    connection: StateConnection,
    attempt: () async throws -> Attempt,
    read: () async throws -> StoredBytes?
  ) async throws -> StateVersion {
    // A server may keep another form of the same document.
    func isOurs(_ stored: StoredBytes) -> Bool {
      stored.bytes == bytes || StateCodec.canonical(stored.bytes) == StateCodec.canonical(bytes)
    }
    var number = 1
    while true {
      let outcome: Attempt
      do {
        outcome = try await attempt()
      } catch let error as StateServerError where error.isTransient {
        outcome = .unknown(error, statedSeconds: nil)
      }
      switch outcome {
      case .written(let version): return version
      case .refused(let error):
        if number > 1, let stored = try await read(), isOurs(stored) { return stored.version }
        throw error
      case .unknown(let failure, let statedSeconds):
        guard try await connection.waits(after: number, statedSeconds: statedSeconds) else { throw failure }
        let stored = try await read()
        if let stored, isOurs(stored) { return stored.version }
        guard stored?.version == version else { throw failure }
        number += 1
      }
    }
  }
}

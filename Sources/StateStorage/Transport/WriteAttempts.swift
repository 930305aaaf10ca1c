/// Writes a document even if answers get lost: after an attempt with an unknown result, it reads what is stored.
enum WriteAttempts {
  /// The result of one attempt.
  enum Attempt: Sendable {
    case written(StateVersion)
    /// The server may have done it, and another attempt may succeed; `stated` is the pause that the server asks for.
    case unknown(any Error, stated: Duration?)
    /// Another version is stored: someone else's, or ours from an attempt whose answer was lost.
    case refused(any Error)
  }

  /// Writes a document that replaces a version, and returns the new version.
  ///
  /// `attempt` tries once and throws lasting failures; a transient failure counts as `unknown`.
  static func write(
    _ bytes: [UInt8],
    replacing version: StateVersion?,
    connection: StateConnection,
    attempt: () async throws -> Attempt,
    read: () async throws -> StoredBytes?
  ) async throws -> StateVersion {
    // A server may store another form of the same document.
    func isOurs(_ stored: StoredBytes) -> Bool {
      stored.bytes == bytes || StateCodec.canonical(stored.bytes) == StateCodec.canonical(bytes)
    }
    var number = 1
    while true {
      let outcome: Attempt
      do {
        outcome = try await attempt()
      } catch let error as StateServerError where error.isTransient {
        outcome = .unknown(error, stated: nil)
      }
      switch outcome {
      case .written(let version): return version
      case .refused(let error):
        if number > 1, let stored = try await read(), isOurs(stored) { return stored.version }
        throw error
      case .unknown(let failure, let stated):
        guard try await connection.waits(after: number, stated: stated) else { throw failure }
        let stored = try await read()
        if let stored, isOurs(stored) { return stored.version }
        guard stored?.version == version else { throw failure }
        number += 1
      }
    }
  }
}

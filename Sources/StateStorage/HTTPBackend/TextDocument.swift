import FoundationEssentials
import HTTPExchange

/// A text beside a state, as a second state on the same server.
///
/// It is written without a lock of its own: a server refuses a lock's id that belongs to another state.
struct TextDocument: StoredDocument {
  /// What a server of states accepts: GitLab requires a serial that rises with every write.
  private struct Envelope: Codable {
    var version = 1
    let serial: Int
    let text: String

    func bytes() throws -> [UInt8] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return Array(try encoder.encode(self))
    }
  }

  let backend: HTTPBackend

  var location: String { backend.location }

  func read() async throws -> StoredBytes? {
    try await envelope().map { StoredBytes(bytes: Array($0.text.utf8), version: $1) }
  }

  func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    let next = Envelope(serial: (try await envelope()?.0.serial ?? 0) + 1, text: String(decoding: bytes, as: UTF8.self))
    return try await backend.write(try next.bytes(), replacing: version)
  }

  /// The same bytes for every form of a document, since servers may write JSON anew; `nil` for anything else.
  static func canonical(_ bytes: [UInt8]) -> [UInt8]? {
    try? JSONDecoder().decode(Envelope.self, from: Data(json: bytes)).bytes()
  }

  private func envelope() async throws -> (Envelope, StateVersion)? {
    guard let stored = try await backend.read() else { return nil }
    guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(json: stored.bytes)) else {
      throw StateError.corrupt(
        location: location,
        reason: "segplan did not write it, although it has an address beside the state"
      )
    }
    return (envelope, stored.version)
  }
}

import FoundationEssentials

/// What a store to measure with holds, as its process is told.
struct WorldContent: Codable, Sendable {
  /// How many members each segment has.
  var members = 0
  /// How many segments have members.
  var segments = 1
  /// How many more profiles there are, members of nothing.
  var spareProfiles = 0
  /// How many segments are empty.
  var emptySegments = 0
  /// How long the store takes for a request, in milliseconds.
  var latency = 0
  /// Where to write manifests and a state for the store; `nil` for none.
  var declaredFolder: String?

  /// The argument that tells it.
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  func argument() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}

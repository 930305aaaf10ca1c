/// What a manifest may demand of the reader.
///
/// Far beyond anything that people write, and small enough that no hostile file costs more than seconds and a gigabyte.
struct YAMLLimits: Sendable {
  /// Bytes of a file; a million members take 45 MB.
  var bytes = 256 << 20
  /// Collections within collections.
  ///
  /// libyaml takes quadratic time in the depth and has no limit of its own.
  var depth = 64
  /// Nodes of a text, aliases counted as one: more than 256 MB of ids are.
  ///
  /// A node of two bytes takes 56 in memory.
  var nodes = 8_000_000
  /// Nodes that aliases stand for, counted as often as they are referred to: an "alias bomb" of a few lines stands for billions.
  var aliasedNodes = 10_000_000

  static let standard = YAMLLimits()
}

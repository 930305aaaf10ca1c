package import SegmentModel

/// What the state holds: which segments the tool answers for, and their members as of the last apply.
package struct StateDocument: Hashable, Sendable {
  /// A UUID that the state gets with its first version and keeps: two states of different lineage are strangers.
  package let lineage: String
  /// Grows by one with every write.
  package let serial: Int
  /// The version of the program that wrote it.
  package let toolVersion: String
  /// The store it is about.
  package let store: String
  /// By name, each id and each name once.
  package let segments: [RecordedSegment]

  package init(lineage: String, serial: Int, toolVersion: String, store: String, segments: [RecordedSegment]) {
    self.lineage = lineage
    self.serial = serial
    self.toolVersion = toolVersion
    self.store = store
    self.segments = segments.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// Whether no run has recorded anything yet: a first document, written to see that the place keeps it.
  package var isUnused: Bool { serial == 0 && segments.isEmpty }

  /// The next version with these segments.
  package func succeeding(with segments: [RecordedSegment], toolVersion: String) -> StateDocument {
    StateDocument(lineage: lineage, serial: serial + 1, toolVersion: toolVersion, store: store, segments: segments)
  }
}

import SegmentModel
package import StateStorage

/// Who runs which program, and when.
///
/// It is a value, so that a test can repeat a run exactly.
package struct RunIdentity: Hashable, Sendable {
  /// The program, such as `segapply`.
  package let operation: String
  package let toolVersion: String
  /// When the run began: RFC 3339, UTC, whole seconds.
  package let startedAt: String
  /// A UUID: the lock's id, and the correlation id of every request.
  package let id: String
  /// A UUID for a state that this run writes first.
  package let lineage: String
  /// `user@host`.
  package let who: String
  package let processID: Int

  /// The day in UTC on which the run began.
  var day: CalendarDay { CalendarDay(startedAt.prefix(10)) ?? CalendarDay(daysSinceEpoch: 0) }

  package init(
    operation: String,
    toolVersion: String,
    startedAt: String,
    id: String,
    lineage: String,
    who: String,
    processID: Int
  ) {
    self.operation = operation
    self.toolVersion = toolVersion
    self.startedAt = startedAt
    self.id = id
    self.lineage = lineage
    self.who = who
    self.processID = processID
  }

  /// What this run writes into the lock of a state.
  package func lock(on backend: any StateBackend) -> LockInfo {
    LockInfo(
      id: id,
      operation: operation,
      who: who,
      processID: processID,
      version: toolVersion,
      created: startedAt,
      path: backend.location
    )
  }
}

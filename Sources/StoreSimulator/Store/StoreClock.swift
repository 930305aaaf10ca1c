import SegmentModel

/// The store's time: it stands still between changes and moves by a second with each, so that a run can be repeated to the byte.
struct StoreClock: Sendable {
  /// 2026-01-01T00:00:00Z.
  private(set) var now = Timestamp(seconds: 1_767_225_600)

  mutating func tick() -> Timestamp {
    now = Timestamp(seconds: now.seconds + 1)
    return now
  }

  mutating func note(_ time: Timestamp) { now = max(now, time) }
}

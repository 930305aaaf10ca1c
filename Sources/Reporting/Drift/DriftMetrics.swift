package import Planning

/// Drift in Prometheus' text format, for the node exporter's textfile collector and for scraping (Prometheus docs,
/// *Exposition formats*).
package enum DriftMetrics {
  /// The result of the last check, and of the last one that succeeded.
  package struct Status: Sendable {
    /// The report of the last check that succeeded; `nil` if none has.
    package var report: DriftReport?
    /// When the last check ended, in seconds since 1970; `nil` before the first one.
    package var lastCheck: Double?
    /// How long the last check took, in seconds.
    package var duration: Double?
    /// Whether the last check succeeded.
    package var succeeded = false
    /// A label of every series, because those of two stores would otherwise be the same.
    package let store: String
    /// The version of the program.
    package let version: String
    /// Members that expire within 14 days, by segment.
    package var expiring: [String: Int] = [:]
    /// The requests of the last check; `nil` if it sent none.
    package var requests: Int?
    /// The store's quota and what was left of it at the last answer; `nil` if the store states none.
    package var quota: (limit: Int, left: Int)?
    /// When the lock of the state was taken, in seconds since 1970; `nil` if it is free or the backend does not say.
    package var lockedSince: Double?

    package init(store: String, version: String) {
      self.store = store
      self.version = version
    }
  }

  /// The whole exposition; every metric is a gauge.
  package static func text(_ status: Status) -> String {
    var text = ""
    func metric(_ name: String, _ help: String, _ samples: [(labels: String, value: String)]) {
      if samples.isEmpty { return }
      text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
      for sample in samples { text += "\(name){store=\"\(escaped(status.store))\"\(sample.labels)} \(sample.value)\n" }
    }
    metric("segplan_build_info", "The version of segplan.", [(",version=\"\(escaped(status.version))\"", "1")])
    metric("segplan_drift_check_success", "Whether the last check succeeded.", [("", status.succeeded ? "1" : "0")])
    func time(_ seconds: Double?) -> [(labels: String, value: String)] { seconds.map { [("", number($0))] } ?? [] }
    metric("segplan_drift_last_check_timestamp_seconds", "When the last check ended.", time(status.lastCheck))
    metric("segplan_drift_check_duration_seconds", "How long the last check took.", time(status.duration))
    func count(_ value: Int?) -> [(labels: String, value: String)] { value.map { [("", String($0))] } ?? [] }
    metric("segplan_check_requests", "Requests to the store in the last check.", count(status.requests))
    metric("segplan_store_quota_limit", "Requests per window that the store accepts.", count(status.quota?.limit))
    metric("segplan_store_quota_left", "Requests left in the store's window.", count(status.quota?.left))
    metric("segplan_state_locked_timestamp_seconds", "Since when the state is locked.", time(status.lockedSince))
    guard let report = status.report else { return text }
    let names = Dictionary(report.segments.map { ($0.name, 1) }, uniquingKeysWith: +)
    let segments = report.segments.map { (labels: labels($0, isAmbiguous: names[$0.name, default: 0] > 1), segment: $0) }
    func samples(_ value: (SegmentDriftReport) -> Int?) -> [(labels: String, value: String)] {
      segments.compactMap { entry in value(entry.segment).map { (entry.labels, String($0)) } }
    }
    metric(
      "segplan_drift_state_known",
      "Whether a state exists. Without one, drift looks the same as changes that are not applied yet.",
      [("", report.canTell ? "1" : "0")]
    )
    metric("segplan_segments_drifted", "Segments that changed outside segapply.", [("", String(report.drifted.count))])
    metric(
      "segplan_segments_checked_by_count",
      "Segments of which only the number of members was compared.",
      count(report.checkedByCount.count)
    )
    metric("segplan_segments_unapplied", "Segments with declared changes to apply.", count(report.unapplied.count))
    metric("segplan_segments_unmanaged", "Live segments that no manifest declares.", [("", String(report.unmanaged.count))])
    metric("segplan_segment_members_live", "Live members of a segment.", samples { $0.liveCount })
    metric("segplan_segment_members_desired", "Declared members of a segment.", samples { $0.desiredCount })
    metric("segplan_segment_members_drifted_added", "Members added outside segapply.", samples { $0.added.count })
    metric("segplan_segment_members_drifted_removed", "Members removed outside segapply.", samples { $0.removed.count })
    metric(
      "segplan_segment_members_unapplied",
      "Declared changes of members to apply.",
      samples { $0.unappliedAdditions + $0.unappliedRemovals }
    )
    metric(
      "segplan_segment_members_expiring",
      "Members that expire within 14 days.",
      samples { $0.desiredCount == nil ? nil : status.expiring[$0.name] ?? 0 }
    )
    metric("segplan_segment_drifted", "Whether the segment changed outside segapply.", samples { $0.hasDrift ? 1 : 0 })
    return text
  }

  /// The labels besides the store: the name, and the id if several recorded segments have this name.
  private static func labels(_ segment: SegmentDriftReport, isAmbiguous: Bool) -> String {
    let id = isAmbiguous ? segment.id.map { ",segment_id=\"\($0)\"" } ?? "" : ""
    return ",segment=\"\(escaped(segment.name))\"\(id)"
  }

  private static func escaped(_ text: String) -> String {
    VisibleText.of(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  /// The number with three decimals: `1775030400.250`, without an exponent.
  private static func number(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }
}

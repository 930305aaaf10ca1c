/// What messages about a store's drift have said, so that each change is said once.
package struct DriftNews: Codable, Hashable, Sendable {
  /// Something to say.
  package enum Message: String, Hashable, Sendable {
    /// Drift has appeared or changed.
    case drift
    case driftEnded = "drift_ended"
    /// ``failuresToReport`` checks in a row have failed.
    case checksFailing = "checks_failing"
    case checksRecovered = "checks_recovered"
  }

  /// A single failed check is not worth a message: stores and networks have outages.
  package static let failuresToReport = 3

  /// ``DriftReport/digest`` of the last report; `nil` without drift.
  private var drift: String?
  /// The checks in a row that have failed.
  private var failures = 0

  package init() {}

  /// What to say after a check, whose report is `nil` if it failed.
  package mutating func messages(after report: DriftReport?) -> [Message] {
    guard let report else {
      failures += 1
      return failures == Self.failuresToReport ? [.checksFailing] : []
    }
    var messages: [Message] = failures >= Self.failuresToReport ? [.checksRecovered] : []
    failures = 0
    let digest = report.digest
    if digest != drift { messages.append(digest == nil ? .driftEnded : .drift) }
    drift = digest
    return messages
  }
}

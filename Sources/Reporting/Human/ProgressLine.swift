/// The progress of an apply, in one line.
package struct ProgressLine: Hashable, Sendable {
  /// Members done, including those that failed.
  package var done = 0
  /// Members to do.
  package var total = 0
  package var failures = 0
  /// Since the first batch was sent.
  package var elapsed: Duration = .zero

  package init() {}

  /// `1,200/4,000 members (30 %), 240/s, about 12 s left`, without the parts that do not fit or are not known yet.
  ///
  /// Never wider than `width` columns, so it may be empty.
  package func text(width: Int) -> String {
    var text = "\(Quantity.number(done))/\(Quantity.number(total)) members"
    if text.count > width { return share.map { $0.count <= width ? $0 : "" } ?? "" }
    for part in parts {
      guard text.count + part.count <= width else { break }
      text += part
    }
    return text
  }

  private var share: String? { total > 0 ? "\(done * 100 / total) %" : nil }

  private var parts: [String] {
    var parts: [String] = []
    if let share { parts.append(" (\(share))") }
    if failures > 0 { parts.append(", \(Quantity.number(failures)) failed") }
    let seconds = elapsed / .seconds(1)
    if done > 0, seconds >= 1 {
      let rate = Double(done) / seconds
      if rate >= 1 { parts.append(", \(Quantity.number(Int(rate)))/s") }
      if done < total { parts.append(", about \(Quantity.duration(.seconds(Double(total - done) / rate))) left") }
    }
    return parts
  }
}

/// The progress of reading the store, in one line.
package struct ReadingLine: Hashable, Sendable {
  package var customersToLookUp = 0
  package var customersLookedUp = 0
  package var membersToList = 0
  package var membersListed = 0

  package init() {}

  /// `Reading the store: 1,200/3,000 customers, 40,000/300,000 members`, cut to its first part or empty if there is no
  /// room.
  package func text(width: Int) -> String {
    let parts = [(customersLookedUp, customersToLookUp, "customers"), (membersListed, membersToList, "members")]
      .filter { $0.1 > 0 }
      .map { "\(Quantity.number(min($0.0, $0.1)))/\(Quantity.number($0.1)) \($0.2)" }
    for count in stride(from: parts.count, through: 1, by: -1) {
      let text = "Reading the store: \(parts.prefix(count).joined(separator: ", "))"
      if text.count <= width { return text }
    }
    return ""
  }
}

/// How far an apply is, in one line.
package struct ProgressLine: Hashable, Sendable {
  /// Members done, with those that failed.
  package var done = 0
  /// Members to do.
  package var total = 0
  package var failures = 0
  /// Since the first batch was sent.
  package var elapsed: Duration = .zero

  package init() {}

  /// `1,200/4,000 members (30 %), 240/s, about 12 s left`, without the parts that do not fit or are not known yet.
  ///
  /// Never wider than `width` columns; nothing at all where there is no room.
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
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    if done > 0, seconds >= 1 {
      let rate = Double(done) / seconds
      if rate >= 1 { parts.append(", \(Quantity.number(Int(rate)))/s") }
      if done < total { parts.append(", about \(Self.duration(Double(total - done) / rate)) left") }
    }
    return parts
  }

  private static func duration(_ seconds: Double) -> String {
    let seconds = Int(seconds.rounded(.up))
    return seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
  }
}

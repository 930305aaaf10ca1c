/// How the declared members of a segment relate to its live ones.
package enum MembershipMode: String, Hashable, Sendable, CaseIterable {
  /// Exactly the declared members: others are removed.
  case authoritative
  /// At least the declared members: only those that this tool added are ever removed.
  case additive
}

/// Whether a declared segment is to exist.
package enum SegmentPresence: String, Hashable, Sendable, CaseIterable {
  case present
  case absent
}

/// How many live members of a segment one run may remove.
package enum RemovalLimit: Hashable, Sendable {
  /// A share of the live members in percent, 0 to 100.
  case percent(Int)
  /// A number of members, 0 or more.
  case count(Int)

  /// What holds where nobody says otherwise: a quarter of the live members.
  package static let standard = RemovalLimit.percent(25)

  /// Reads `25%` or `1200`; `nil` for anything else, shares over 100 % among them.
  package init?(_ text: some StringProtocol) {
    if text.last == "%" {
      guard let percent = Self.number(text.dropLast()), percent <= 100 else { return nil }
      self = .percent(percent)
    } else {
      guard let count = Self.number(text) else { return nil }
      self = .count(count)
    }
  }

  /// Whether removing so many of so many live members keeps the limit.
  package func allows(removing removals: Int, of live: Int) -> Bool {
    removals <= maximumRemovals(of: live)
  }

  /// How many members may be removed of so many live ones.
  package func maximumRemovals(of live: Int) -> Int {
    switch self {
    // Of no more than the live members, which are an `Int`.
    case .percent(let percent): Int(Int128(live) * Int128(percent) / 100)
    case .count(let count): count
    }
  }

  /// Digits only: `Int` would take a sign as well.
  private static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}

extension RemovalLimit: CustomStringConvertible {
  /// The form that ``init(_:)`` reads.
  package var description: String {
    switch self {
    case .percent(let percent): "\(percent)%"
    case .count(let count): "\(count)"
    }
  }
}

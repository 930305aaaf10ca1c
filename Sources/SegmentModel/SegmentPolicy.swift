/// Whether a segment may have members that no manifest declares.
package enum MembershipMode: String, Hashable, Sendable, CaseIterable {
  /// Exactly the declared members: others are removed.
  case authoritative
  /// At least the declared members: only those that this tool added are ever removed.
  case additive
}

/// Whether a declared segment should exist.
package enum SegmentPresence: String, Hashable, Sendable, CaseIterable {
  case present
  case absent
}

/// The limits that a manifest sets for a segment; `nil` where it sets none.
package struct DeclaredLimits: Hashable, Sendable {
  /// `max_removals`.
  package var removals: ChangeLimit?
  /// `max_additions`.
  package var additions: ChangeLimit?
  /// `max_members`: the maximum after a run that adds members.
  package var members: Int?

  package init(removals: ChangeLimit? = nil, additions: ChangeLimit? = nil, members: Int? = nil) {
    self.removals = removals
    self.additions = additions
    self.members = members
  }

  /// Fills in the defaults where no limit is set.
  package func filled(with defaults: DeclaredLimits) -> DeclaredLimits {
    DeclaredLimits(
      removals: removals ?? defaults.removals,
      additions: additions ?? defaults.additions,
      members: members ?? defaults.members
    )
  }
}

/// How many members of a segment one run may remove, or add.
package enum ChangeLimit: Hashable, Sendable {
  /// A share of the live members in percent: 0 to 100 for removals, 0 to ``maximumAdditionPercent`` for additions.
  case percent(Int)
  /// A number of members, 0 or more.
  case count(Int)

  package static let standardRemovals = ChangeLimit.percent(25)
  package static let standardAdditions = ChangeLimit.percent(100)
  /// Enough for a hundred members to become a million.
  package static let maximumAdditionPercent = 1_000_000

  /// Reads `25%` or `1200`; `nil` for anything else and for shares over `maximumPercent`.
  package init?(_ text: some StringProtocol, maximumPercent: Int = 100) {
    if text.last == "%" {
      guard let percent = Int(digits: text.utf8.dropLast()), percent <= maximumPercent else { return nil }
      self = .percent(percent)
    } else {
      guard let count = Int(digits: text.utf8) else { return nil }
      self = .count(count)
    }
  }

  /// Whether the limit allows this many changes to a segment with `live` members.
  package func allows(_ changes: Int, of live: Int) -> Bool { changes <= maximumChanges(of: live) }

  /// How many changes the limit allows to a segment with `live` members.
  package func maximumChanges(of live: Int) -> Int {
    switch self {
    // In 128 bits, so that no count can overflow into a pass.
    case .percent(let percent): Int(clamping: Int128(live) * Int128(percent) / 100)
    case .count(let count): count
    }
  }
}

extension ChangeLimit: CustomStringConvertible {
  /// The form that ``init(_:)`` reads.
  package var description: String {
    switch self {
    case .percent(let percent): "\(percent)%"
    case .count(let count): "\(count)"
    }
  }
}

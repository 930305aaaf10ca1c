package import SegmentModel

/// Why a plan adds or removes a member.
package enum MemberCause: Hashable, Sendable {
  /// Added: a manifest lists it.
  case listed
  /// Added: a list file names it.
  case inListFile
  /// Added: it is in a declared segment or set that this one includes.
  case included(SegmentName)
  /// Added: it is in a segment of the store that this one includes.
  case live(String)
  /// Added: its declaration starts on this day, and no apply has added it yet.
  case starts(CalendarDay)
  /// Added again: an apply had added it, and it was removed outside segapply.
  case removedOutside
  /// Removed: its declaration ended at the start of this day.
  case expired(CalendarDay)
  /// Removed: it is in a segment or set that this one excludes, or `nil` if the segment excludes it by a line of its own.
  case excluded(by: String?)
  /// Removed: an apply had added it, and no manifest declares it any more.
  case noLongerDeclared
  /// Removed: no manifest declares it and no apply added it.
  case addedOutside
  /// Removed: no manifest declares it, and there is no state that would say who added it.
  case undeclared

  /// The name of the cause in plan files and events, without its segment or day.
  package var code: String {
    switch self {
    case .listed: "listed"
    case .inListFile: "list-file"
    case .included: "included"
    case .live: "live"
    case .starts: "starts"
    case .removedOutside: "removed-outside"
    case .expired: "expired"
    case .excluded: "excluded"
    case .noLongerDeclared: "no-longer-declared"
    case .addedOutside: "added-outside"
    case .undeclared: "undeclared"
    }
  }

  package var segment: String? {
    switch self {
    case .included(let name): name.text
    case .live(let name): name
    case .excluded(let name): name
    default: nil
    }
  }

  package var day: CalendarDay? {
    switch self {
    case .starts(let day), .expired(let day): day
    default: nil
    }
  }

  /// The cause with this ``code``, ``segment`` and ``day``; `nil` if they do not fit together.
  package init?(code: String, segment: String?, day: CalendarDay?) {
    let cause: MemberCause? =
      switch code {
      case "listed": .listed
      case "list-file": .inListFile
      case "included": segment.flatMap { try? SegmentName($0) }.map { .included($0) }
      case "live": segment.map { .live($0) }
      case "starts": day.map { .starts($0) }
      case "removed-outside": .removedOutside
      case "expired": day.map { .expired($0) }
      case "excluded": .excluded(by: segment)
      case "no-longer-declared": .noLongerDeclared
      case "added-outside": .addedOutside
      case "undeclared": .undeclared
      default: nil
      }
    guard let cause, cause.segment == segment, cause.day == day else { return nil }
    self = cause
  }

  /// Whether it is a reason to add a member; any other cause is a reason to remove it.
  package var isOfAddition: Bool {
    switch self {
    case .listed, .inListFile, .included, .live, .starts, .removedOutside: true
    case .expired, .excluded, .noLongerDeclared, .addedOutside, .undeclared: false
    }
  }

  /// Whether the plan reverts a change that was made outside segapply.
  package var revertsDrift: Bool { self == .removedOutside || self == .addedOutside }
}

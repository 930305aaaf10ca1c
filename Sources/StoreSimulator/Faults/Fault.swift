package import SegmentModel

/// Something that goes wrong.
///
/// `FaultSpec` reads it from text and says when it happens.
package enum Fault: Hashable, Sendable {
  /// The answer comes late, by `base` and up to `jitter` more.
  case latency(base: Duration, jitter: Duration)
  /// The vendor's rate limit, with its headers on every answer.
  case quota(Quota)
  /// 429 without headers.
  case overload
  /// A status of 400 or more.
  case error(status: Int, Moment)
  /// The connection is reset in place of an answer.
  case reset(Moment)
  /// The change is made, and the connection ends in the middle of the answer's body.
  case truncate
  /// The change is made or not, and the answer is a web page.
  case html(status: Int, Moment)
  /// The answer's body comes in pieces of so many bytes, with a pause after each.
  case drip(bytes: Int, pause: Duration)
  /// An answer that points to another address; nothing is done.
  case redirect(status: Int, location: String)
  /// Another writer adds so many of the batch's members just before (or creates the segment of that name). Conflicts are answered in this
  /// style for as long as the fault is set.
  case conflict(ConflictStyle, members: Int)
  /// Profiles are deleted: these at once, and so many of those that requests name. Unknown profiles are answered so for as long as the
  /// fault is set.
  case gone([ShopperProfileID], count: Int, UnknownProfileAnswer)
  /// The segment that the request names is deleted just before.
  case segmentGone
  /// Another writer changes the segment that the request names.
  case foreignWriter(ForeignEdit, Moment, onlyAtListEnd: Bool)
  /// The members change just before a page after the first is read.
  case shift(ShiftedRow)
  /// A page after the first has the last record of the page before in place of its own first one.
  case duplicate
  /// Lists of members show what the request added or removed only after this time; the store acknowledges it at once.
  case late(by: Duration)

  /// Before or after the request is carried out.
  package enum Moment: String, Hashable, Sendable, CaseIterable {
    case before
    case after
  }

  /// What happens to the members while their list is read.
  package enum ShiftedRow: String, Hashable, Sendable, CaseIterable {
    /// One comes in on the first page: the rows after it move on, and one is seen twice.
    case inserted
    /// One leaves the first page: the rows after it move up, and one is never seen.
    case deleted
    /// One leaves the first page and one comes in at the end: one is never seen, and the total stays the same.
    case moved
  }

  /// The name in a spec, and the key in statistics.
  package var kind: FaultKind {
    switch self {
    case .latency: .latency
    case .quota: .quota
    case .overload: .overload
    case .error: .error
    case .reset: .reset
    case .truncate: .truncate
    case .html: .html
    case .drip: .drip
    case .redirect: .redirect
    case .conflict: .conflict
    case .gone: .gone
    case .segmentGone: .segmentGone
    case .foreignWriter: .foreignWriter
    case .shift: .shift
    case .duplicate: .duplicate
    case .late: .late
    }
  }

  /// Whether it decides how the request is answered; a request has at most one fault that does.
  var decidesAnswer: Bool {
    switch self {
    case .overload, .error, .reset, .truncate, .html, .drip, .redirect: true
    case .latency, .quota, .conflict, .gone, .segmentGone, .foreignWriter, .shift, .duplicate, .late: false
    }
  }
}

/// The names of faults.
package enum FaultKind: String, Hashable, Sendable, CaseIterable {
  case latency
  case quota
  case overload
  case error
  case reset
  case truncate
  case html
  case drip
  case redirect
  case conflict
  case gone
  case segmentGone = "segment-gone"
  case foreignWriter = "foreign-writer"
  case shift
  case duplicate
  case late
}

/// What another writer does to a segment.
package struct ForeignEdit: Hashable, Sendable {
  /// How many profiles, chosen at random, it adds.
  package var adds = 0
  /// How many members, chosen at random, it removes.
  package var removes = 0
  /// Profiles that it adds besides.
  package var adding: [ShopperProfileID] = []
  /// Members that it removes besides.
  package var removing: [ShopperProfileID] = []

  package init(
    adds: Int = 0,
    removes: Int = 0,
    adding: [ShopperProfileID] = [],
    removing: [ShopperProfileID] = []
  ) {
    self.adds = adds
    self.removes = removes
    self.adding = adding
    self.removing = removing
  }
}

import SegmentModel

/// Something that goes wrong.
///
/// ``FaultSpec`` reads it from text and says when it happens.
enum Fault: Hashable, Sendable {
  /// The answer is late by `base` and up to `jitter` more.
  case latency(base: Duration, jitter: Duration)
  /// The vendor's rate limit, with its headers on every answer.
  case quota(Quota)
  /// 429 without headers.
  case overload
  /// A status of 400 or more.
  case error(status: Int, Moment)
  /// The connection is reset instead of an answer.
  case reset(Moment)
  /// The change is made, and the connection ends in the middle of the answer's body.
  case truncate
  /// The answer is a web page.
  case html(status: Int, Moment)
  /// The answer's body comes in pieces of this size, with a pause before each.
  case drip(bytes: Int, pause: Duration)
  /// An answer that points to another address; nothing is carried out.
  case redirect(status: Int, location: String)
  /// Another writer adds this many of the batch's members, or creates the segment of that name, just before the request.
  ///
  /// While the fault is set, conflicts are answered in this style.
  case conflict(ConflictStyle, members: Int)
  /// Profiles are deleted: these at once, and this many of those that requests name.
  ///
  /// While the fault is set, unknown profiles are answered in this way.
  case gone([ShopperProfileID], count: Int, UnknownProfileAnswer)
  /// The segment that the request names is deleted just before.
  case segmentGone
  /// Another writer changes the segment that the request names.
  case foreignWriter(ForeignEdit, Moment)
  /// The members change just before a page after the first is read.
  case shift(ShiftedRow)
  /// A page after the first starts with the last record of the page before, in place of its own first one.
  case duplicate
  /// Lists of members state a total that is off by this much; 0 for no total.
  case total(offBy: Int)
  /// Lists of members show what the request added or removed only after this time.
  case late(by: Duration)

  /// Before or after the request is carried out.
  enum Moment: String, Hashable, Sendable, CaseIterable {
    case before
    case after
  }

  /// What happens to the members while their list is read.
  enum ShiftedRow: String, Hashable, Sendable, CaseIterable {
    /// A row appears on the first page: a later row moves to the next page and is seen twice.
    case inserted
    /// A row leaves the first page: a later row moves to the previous page and is never seen.
    case deleted
    /// A row leaves the first page and one appears at the end: one is never seen, and the total stays the same.
    case moved
  }

  /// Whether it decides how the request is answered; at most one such fault happens to a request.
  var decidesAnswer: Bool {
    switch self {
    case .overload, .error, .reset, .truncate, .html, .drip, .redirect: true
    default: false
    }
  }

  /// The answer to send, by a fault that ``decidesAnswer``; `carryOut` gives the store's answer.
  func answer(_ carryOut: () -> StoreAnswer) -> StoreAnswer {
    func replaced(_ moment: Moment, by answer: StoreAnswer) -> StoreAnswer {
      if moment == .after { _ = carryOut() }
      return answer
    }
    switch self {
    case .overload: return StoreAnswer(.overloaded)
    case .redirect(let status, let location): return StoreAnswer(status: status, headers: [("Location", location)])
    case .error(let status, let moment): return replaced(moment, by: StoreAnswer(.failed(status: status)))
    case .html(let status, let moment): return replaced(moment, by: StoreAnswer(htmlWithStatus: status))
    case .reset(let moment): return replaced(moment, by: StoreAnswer(status: 500, delivery: .reset))
    default: break
    }
    var answer = carryOut()
    if case .truncate = self { answer.delivery = .cut }
    if case .drip(let bytes, let pause) = self { answer.delivery = .dripping(bytes: bytes, pause: pause) }
    return answer
  }
}

/// The name of a fault, in a spec and in statistics.
package enum FaultKind: String, Hashable, Sendable, CaseIterable, CodingKeyRepresentable, Encodable {
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
  case total
  case late

  /// The requests that it can be aimed at.
  var possibleRequests: Set<RequestKind> {
    switch self {
    case .conflict: [.add, .create]
    case .gone, .late: [.add, .remove]
    case .segmentGone, .foreignWriter: [.list, .add, .remove]
    case .shift, .total: [.list]
    case .duplicate: [.list, .segments]
    default: Set(RequestKind.allCases)
    }
  }

  /// The requests that it hits without `on=`.
  var standardRequests: Set<RequestKind> {
    switch self {
    case .conflict, .gone: [.add]
    case .foreignWriter, .duplicate: [.list]
    default: possibleRequests
    }
  }
}

/// What another writer does to a segment.
struct ForeignEdit: Hashable, Sendable {
  /// How many random profiles it adds.
  var adds = 0
  /// How many random members it removes.
  var removes = 0
  /// Profiles that it adds as well.
  var adding: [ShopperProfileID] = []
  /// Members that it removes as well.
  var removing: [ShopperProfileID] = []
}

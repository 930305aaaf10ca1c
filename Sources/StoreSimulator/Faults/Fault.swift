import SegmentModel

/// Something that goes wrong.
///
/// `FaultSpec` reads it from text and says when it happens.
enum Fault: Hashable, Sendable {
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
  enum Moment: String, Hashable, Sendable, CaseIterable {
    case before
    case after
  }

  /// What happens to the members while their list is read.
  enum ShiftedRow: String, Hashable, Sendable, CaseIterable {
    /// One comes in on the first page: the rows after it move on, and one is seen twice.
    case inserted
    /// One leaves the first page: the rows after it move up, and one is never seen.
    case deleted
    /// One leaves the first page and one comes in at the end: one is never seen, and the total stays the same.
    case moved
  }

  /// Whether it decides how the request is answered; a request has at most one fault that does.
  var decidesAnswer: Bool {
    switch self {
    case .overload, .error, .reset, .truncate, .html, .drip, .redirect: true
    default: false
    }
  }
}

extension Fault {
  /// The answer in place of carrying the request out; `nil` when it is carried out.
  var answerBefore: StoreAnswer? {
    switch self {
    case .overload: StoreAnswer(.overloaded)
    case .error(let status, .before): StoreAnswer(.failed(status: status))
    case .html(let status, .before): StoreAnswer(htmlWithStatus: status)
    case .reset(.before): StoreAnswer(status: 500, delivery: .reset)
    case .redirect(let status, let location): StoreAnswer(status: status, headers: [("Location", location)])
    default: nil
    }
  }

  /// What becomes of the answer once the request is carried out.
  func answer(after answer: StoreAnswer) -> StoreAnswer {
    var answer = answer
    switch self {
    case .error(let status, .after): return StoreAnswer(.failed(status: status))
    case .html(let status, .after): return StoreAnswer(htmlWithStatus: status)
    case .reset(.after): return StoreAnswer(status: 500, delivery: .reset)
    case .truncate: answer.delivery = .cut
    case .drip(let bytes, let pause): answer.delivery = .dripping(bytes: bytes, pause: pause)
    default: break
    }
    return answer
  }
}

/// The name of a fault: in a spec, and as a key in statistics.
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
struct ForeignEdit: Hashable, Sendable {
  /// How many profiles, chosen at random, it adds.
  var adds = 0
  /// How many members, chosen at random, it removes.
  var removes = 0
  /// Profiles that it adds besides.
  var adding: [ShopperProfileID] = []
  /// Members that it removes besides.
  var removing: [ShopperProfileID] = []
}

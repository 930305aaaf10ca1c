package import Diagnostics
import Synchronization

/// Counts the requests of a run, and how long the store takes to answer.
final class RequestMeter: Sendable {
  private struct Count {
    var sent = 0
    var answered = 0
    var waited = Duration.zero
  }

  private let count = Mutex(Count())

  var sent: Int { count.withLock(\.sent) }

  /// The mean time of an answer; 0 before the first.
  var latency: Duration { count.withLock { $0.answered == 0 ? .zero : $0.waited / $0.answered } }

  /// Counts a request; `false` if the run has sent its maximum.
  func admit(maximum: Int?) -> Bool {
    count.withLock { count in
      if let maximum, count.sent >= maximum { return false }
      count.sent += 1
      return true
    }
  }

  func answered(after time: Duration) {
    count.withLock { count in
      count.answered += 1
      count.waited += time
    }
  }
}

/// How many requests a run needs, with those that it has sent, and how long the others take at the store's quota and latency.
package struct RequestForecast: Hashable, Sendable {
  package let requests: Int
  package let time: Duration
  /// How many requests it would be if records were checked by count; `nil` if that is no alternative.
  package let byCounts: Int?
}

extension StoreClient {
  /// How many requests the run has sent.
  package var requestsSent: Int { meter.sent }

  /// The store's quota per window and what was left of it at the last answer; `nil` if the store states none.
  package var quota: (limit: Int, left: Int)? { pacer.quota }

  /// A run that takes less time is not announced.
  private static let minimumToAnnounce = Duration.seconds(10)

  /// Announces the requests that the run is about to send, if they take long.
  ///
  /// - Throws: ``RequestLimitError`` if the run may not send as many.
  package func announce(_ requests: Int, byCounts: Int? = nil) throws(RequestLimitError) {
    if let maximum = settings.maximumRequests, meter.sent + requests > maximum {
      throw RequestLimitError(sent: meter.sent, needed: requests, maximum: maximum, byCounts: byCounts)
    }
    let time = max(pacer.time(for: requests), meter.latency * requests / parallelism)
    guard time >= Self.minimumToAnnounce else { return }
    let sent = meter.sent
    settings.onEvent(.forecast(RequestForecast(requests: sent + requests, time: time, byCounts: byCounts.map { sent + $0 })))
  }
}

/// The run would send more requests than `--max-requests` allows.
package struct RequestLimitError: DiagnosedError, Hashable {
  let sent: Int
  let needed: Int
  let maximum: Int
  let byCounts: Int?

  package var diagnostics: [Diagnostic] {
    let counts = byCounts.map { "With --refresh counts it would need \($0) more. " } ?? ""
    let problem = Diagnostic(
      .error,
      code: "too-many-requests",
      summary: "the run needs about \(needed) more requests after \(sent), but --max-requests allows \(maximum)",
      detail: "Nothing was changed. \(counts)Raise --max-requests, or limit the run to some segments with --target."
    )
    return [problem]
  }
}

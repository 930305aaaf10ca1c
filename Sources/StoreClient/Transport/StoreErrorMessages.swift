package import Diagnostics

extension StoreError: DiagnosedError {
  package var diagnostics: [Diagnostic] {
    [Diagnostic(.error, code: words.code, summary: words.summary, detail: "\(words.detail)\n\nThe request was \(call).")]
  }

  private var words: DiagnosticWords {
    switch kind {
    case .unreachable(let reason):
      (
        "store-unreachable", "the store cannot be reached: \(reason)",
        "Check the network, HTTPS_PROXY and NO_PROXY, and SEGPLAN_API_URL if it is set, then run the command again."
      )
    case .cannotConnect(let reason, let advice):
      ("store-unreachable", "the store cannot be reached: \(reason)", advice)
    case .timedOut(let seconds):
      (
        "store-timeout", "the store did not answer completely within \(seconds) s",
        "You can safely run the command again: it finds what is already done."
      )
    case .redirected:
      (
        "store-redirected", "the store answered with a redirect, which this program never follows",
        """
        The address is wrong, or something between here and the store rewrites requests. Following the redirect would send the \
        access token to another address. Check SEGPLAN_API_URL and any proxy.
        """
      )
    case .unauthorized:
      (
        "token-refused", "the store refused the access token",
        """
        The token is wrong, was revoked, or belongs to another store. Check BIGCOMMERCE_ACCESS_TOKEN (or the file that \
        BIGCOMMERCE_ACCESS_TOKEN_FILE names) and BIGCOMMERCE_STORE_HASH.
        """
      )
    case .forbidden(let title):
      (
        "store-forbidden", "the store does not allow this request: \(Self.reason(title))",
        """
        There are two possible causes. The API account lacks the scope \(call.scope): give it Customers: modify, which the vendor asks for even to list \
        the members of a segment. Or the store does not offer this: the segmentation API is part of the Enterprise plan and \
        its sandboxes, and a suspended store refuses every request. The store's owner can check the plan.
        """
      )
    case .notFound:
      (
        "store-not-found", "the store does not find what the request names",
        "Someone may have deleted the segment; plan again. If every request fails like this, check BIGCOMMERCE_STORE_HASH."
      )
    case .conflict(let details):
      ("store-conflict", "the store reports a conflict\(Self.list(details))", "Plan again to see the current state of the store.")
    case .rejected(let title, let details):
      (
        "store-rejected", "the store rejected the request: \(Self.reason(title))\(Self.list(details))",
        "Something in the request is not valid for this store."
      )
    case .partlyDone:
      (
        "store-partly-done", "the store did only part of what the request asked for",
        "You can safely run the command again: it finds what is already done."
      )
    case .overQuota:
      (
        "store-rate-limit", "the store's request quota is used up",
        "All apps of the store share the quota. Run the command again later: it finds what is already done."
      )
    case .unavailable:
      (
        "store-unavailable", "the store is not available at the moment",
        "You can safely run the command again: it finds what is already done."
      )
    case .limitReached(let title):
      (
        "store-limit", "a limit of the store's plan is reached: \(Self.reason(title))",
        "A store takes at most 1,000 segments. Delete segments that are no longer needed, then run the command again."
      )
    case .unexpectedStatus(let title):
      (
        "store-unexpected-status",
        "the store answered with a status that this endpoint does not document\(Self.list(title.isEmpty ? [] : [title]))",
        "Check SEGPLAN_API_URL if it is set; something other than the store may be answering."
      )
    case .notJSON:
      (
        "store-malformed-answer", "the store's answer is not JSON",
        "The answer was cut off, or something other than the store is answering. Check SEGPLAN_API_URL if it is set."
      )
    case .malformed(let expected):
      (
        "store-malformed-answer", "the store's answer does not have the documented shape: expected \(expected)",
        "The command stops, because it cannot use an answer that it does not understand."
      )
    case .tooLarge(let limit):
      (
        "store-answer-too-large", "the store's answer is larger than \(limit) bytes",
        "No documented answer is nearly as large; something other than the store may be answering."
      )
    case .requestLimit(let maximum):
      (
        "too-many-requests", "the run has sent the \(maximum) requests that --max-requests allows",
        "Completed changes stay. Run the command again to continue, or raise --max-requests."
      )
    case .listingNeverSettled(let readings, let reason):
      (
        "listing-incomplete",
        "a list could not be read completely in \(readings == 1 ? "1 reading" : "\(readings) readings"): \(reason)",
        """
        Nothing is planned from an incomplete list. If another job is changing the list, run the command again when that job is done. If \
        the reason stays the same, the store contradicts itself: report it to the vendor with the request below.
        """
      )
    }
  }

  private static func reason(_ title: String) -> String { title.isEmpty ? "no reason given" : visible(title) }

  private static func list(_ details: [String]) -> String {
    guard !details.isEmpty else { return "" }
    let shown = details.prefix(5).map(visible).joined(separator: "; ")
    return ": " + shown + (details.count > 5 ? "; … and \(details.count - 5) more" : "")
  }

  /// Control characters in a foreign text must not reach the terminal.
  private static func visible(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(300).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
      )
    )
  }
}

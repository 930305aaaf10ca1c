package import Diagnostics

/// Why a server did not do what it was asked for; `StateServerError+Diagnostics.swift` has the words.
package struct StateServerError: Error, Hashable, Sendable {
  /// What happened.
  package enum Kind: Hashable, Sendable {
    /// No connection, or it broke before the answer was complete.
    case unreachable(reason: String)
    /// The same, for a reason that another attempt would meet again, such as a certificate that is not trusted.
    case cannotConnect(reason: String, advice: String)
    case timedOut(seconds: Int)
    /// An answer larger than any state.
    case tooLarge(limit: Int)
    /// A 3xx; `region` when a bucket is in another one.
    case redirected(region: String?)
    /// 401, or a key or signature that the server does not take.
    case credentialsRefused(Refusal)
    /// 403.
    case forbidden(reason: String)
    /// 404 that does not say that there is no state yet: the address, the project or the bucket may be wrong.
    case notFound(reason: String)
    /// A web page in an answer that claims success, such as a login's.
    case webPage(title: String)
    /// A write was answered with success, and reading returned something else.
    case notKept(Found)
    /// The lock is given to whoever asks, also while it is held.
    case lockForEveryone
    /// The server locks files, as WebDAV defines it.
    case webDAV
    /// The server has no lock to give.
    case noLocking(reason: String)
    /// 413.
    case stateTooLarge
    /// Another 4xx, or a 304.
    case rejected(reason: String)
    /// 429 or 5xx, also after retries.
    case unavailable(reason: String)
    /// The body does not have the checksum that stands beside it.
    case damaged
    case noBucket(String)
    /// Conditional writes are ignored or refused, so that two writers could both win.
    case noConditions(reason: String)
    /// The answer of a service for keys holds none.
    case noKeys
    /// The credential service of the container does not answer, or not usefully; the state's server was not asked.
    case noContainerKeys(reason: String)
  }

  /// What a refusal means by its status alone, except 401, which each kind of server explains itself.
  ///
  /// `region` is the region of a bucket, if the answer names it.
  static func kind(of response: StateResponse, region: String? = nil) -> Kind {
    switch response.status {
    case 304:
      .rejected(reason: "it says that nothing has changed (status 304), which only a request with a condition may be told")
    case 300..<400: .redirected(region: region)
    case 403: .forbidden(reason: response.words)
    case 404: .notFound(reason: response.words)
    case _ where response.isTransientFailure: .unavailable(reason: response.words)
    default: .rejected(reason: response.words)
    }
  }

  /// What a server returned for a state that it had just taken.
  package enum Found: Hashable, Sendable {
    case nothing
    /// The state before.
    case earlier
    case other
  }

  /// What is wrong with credentials.
  package enum Refusal: Hashable, Sendable {
    /// 401 of an HTTP state server; whether any were sent.
    case http(sent: Bool)
    case unknownAccessKey
    case wrongSecret
    case expired
    case clock
    /// The token service does not let these keys or this token take on the role.
    case role(reason: String)
    /// The credential service of the container.
    case container(reason: String)
  }

  /// The state, as a person would name it.
  let location: String
  /// Such as `GET https://example.com/state`.
  let request: String
  /// The last answer's status; `nil` when none came.
  let status: Int?
  package let kind: Kind
  /// The lock's id, when the request was for a lock that may have been given, or was to give it back.
  var lockID: String?
  /// Whether the request was to give the lock back.
  private(set) var isRelease = false

  init(_ location: String, _ request: StateRequest, status: Int? = nil, _ kind: Kind) {
    self.location = location
    self.request = "\(request.method) \(request.shownURL)"
    self.status = status
    self.kind = kind
  }

  /// The same for an answer.
  init(_ location: String, _ response: StateResponse, _ kind: Kind) {
    self.init(location, response.request, status: response.status, kind)
  }

  /// The same failure, naming the lock that a request was for if the server may have given it.
  func asking(for lockID: String) -> Self {
    var error = self
    if isOutcomeUnknown { error.lockID = lockID }
    return error
  }

  /// The same failure, of a request to give this lock back.
  func releasing(_ id: String) -> Self {
    var error = self
    error.lockID = id
    error.isRelease = true
    return error
  }

  /// Whether the server refused to give a lock back, perhaps because nobody holds it.
  var isRefusedRelease: Bool { isRelease && (status == 409 || status == 423) }

  /// Whether it is unknown if the server did what it was asked for, and asking again may get through.
  var isTransient: Bool {
    switch kind {
    case .unreachable, .timedOut, .unavailable: true
    default: false
    }
  }

  /// Whether the server may have done what it was asked for; a refusal says that it has not.
  var isOutcomeUnknown: Bool { if case .tooLarge = kind { true } else { isTransient } }
}

extension StateServerError: DiagnosedError {
  package var diagnostics: [Diagnostic] {
    var words = words
    if let lockID { words.detail += " \(lockWords(lockID)) \(Self.unlockAdvice(lockID, location))" }
    let answer = status.map { " (status \($0))" } ?? ""
    words.detail += "\n\nThe request was \(request)\(answer)."
    return [Diagnostic(words)]
  }

  /// How to free a lock that a run may have left.
  static func unlockAdvice(_ lockID: String, _ location: String) -> String {
    """
    When you are sure that no other run is at work, free it:

        segplan unlock \(lockID) --state '\(location)'
    """
  }

  private func lockWords(_ id: String) -> String {
    guard isRelease else { return "The server may have given the lock anyway." }
    let isRefusal = status.map { (300..<500).contains($0) } ?? false
    return "The lock cannot be given back: \(id) \(isRefusal ? "is still" : "may still be") held."
  }
}

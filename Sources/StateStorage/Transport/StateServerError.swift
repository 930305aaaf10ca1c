package import Diagnostics
package import HTTPExchange

/// Why a server did not carry out a request; `StateServerError+Diagnostics.swift` has the words.
package struct StateServerError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case noAnswer(HTTPFailure)
    /// A 3xx; `region` is the bucket's region, if it is in another one.
    case redirected(region: String?)
    /// 401, or a key or signature that the server does not accept.
    case credentialsRefused(Refusal)
    /// 403.
    case forbidden(reason: String)
    /// A 404 that does not mean that there is no state yet: the address, the project or the bucket may be wrong.
    case notFound(reason: String)
    /// A web page in an answer that claims success, such as a login page.
    case webPage(title: String)
    /// The server accepted a write, but reading returned something else.
    case notKept(Found)
    /// The server gives the lock to everyone, even while it is held.
    case lockForEveryone
    /// The server locks files as WebDAV does.
    case webDAV
    /// The server has no locks.
    case noLocking(reason: String)
    /// 413.
    case stateTooLarge
    /// Another 4xx, or a 304.
    case rejected(reason: String)
    /// 429 or 5xx, even after retries.
    case unavailable(reason: String)
    /// The body does not match the checksum in its headers.
    case damaged
    case noBucket(String)
    /// The server ignores or refuses conditional writes, so that two writers could both succeed.
    case noConditions(reason: String)
    /// The answer of a credential service contains no keys.
    case noKeys
    /// The container's credential service gives no usable answer; the state's server was not asked.
    case noContainerKeys(reason: String)
  }

  /// What a refusal means by its status alone, except 401, which each kind of server explains itself.
  ///
  /// `region` is the region of a bucket, if the answer names it.
  static func kind(of response: StateResponse, region: String? = nil) -> Kind {
    switch response.status {
    case 304:
      .rejected(reason: "it says that nothing has changed (status 304), although the request has no condition")
    case 300..<400: .redirected(region: region)
    case 403: .forbidden(reason: response.words)
    case 404: .notFound(reason: response.words)
    case _ where response.isTransientFailure: .unavailable(reason: response.words)
    default: .rejected(reason: response.words)
    }
  }

  /// What a server returned for a state that it had just accepted.
  package enum Found: Hashable, Sendable {
    case nothing
    /// The state before.
    case earlier
    case other
  }

  /// What is wrong with the credentials.
  package enum Refusal: Hashable, Sendable {
    /// 401 of an HTTP state server; `sent` is whether the request had credentials.
    case http(sent: Bool)
    case unknownAccessKey
    case wrongSecret
    case expired
    case clock
    /// The token service does not let these keys or this token assume the role.
    case role(reason: String)
    /// The credential service of the container.
    case container(reason: String)
  }

  /// The location of the state as messages show it.
  let location: String
  /// Such as `GET https://example.com/state`.
  let request: String
  /// The last answer's status; `nil` without an answer.
  let status: Int?
  package let kind: Kind
  /// The lock's id, if the request may have taken the lock, or was to release it.
  var lockID: String?
  /// Whether the request was to release the lock.
  private(set) var isRelease = false

  init(_ location: String, _ request: StateRequest, status: Int? = nil, _ kind: Kind) {
    self.location = location
    self.request = "\(request.method) \(request.shownURL)"
    self.status = status
    self.kind = kind
  }

  init(_ location: String, _ response: StateResponse, _ kind: Kind) {
    self.init(location, response.request, status: response.status, kind)
  }

  /// The same failure, with the lock that the request was for, if the server may have given it.
  func asking(for lockID: String) -> Self {
    var error = self
    if isOutcomeUnknown { error.lockID = lockID }
    return error
  }

  /// The same failure, of a request to release this lock.
  func releasing(_ id: String) -> Self {
    var error = self
    error.lockID = id
    error.isRelease = true
    return error
  }

  /// Whether the server refused to release a lock, perhaps because no one holds it.
  var isRefusedRelease: Bool { isRelease && (status == 409 || status == 423) }

  /// Whether the server may have carried out the request, and another attempt may succeed.
  var isTransient: Bool {
    switch kind {
    case .noAnswer(let failure): failure.isTransient
    case .unavailable: true
    default: false
    }
  }

  /// Whether the server may have carried out the request; a refusal says that it has not.
  var isOutcomeUnknown: Bool { if case .noAnswer(.tooLarge) = kind { true } else { isTransient } }
}

/// Runs requests to release a lock; a failure names it.
func releasing(_ lockID: String, _ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let error as StateServerError {
    throw error.releasing(lockID)
  }
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
    If you are sure that no other run is active, release it:

        segplan unlock \(lockID) --state '\(location)'
    """
  }

  private func lockWords(_ id: String) -> String {
    guard isRelease else { return "The server may have given the lock anyway." }
    let isRefusal = status.map { (300..<500).contains($0) } ?? false
    return "The lock cannot be released: \(id) \(isRefusal ? "is still" : "may still be") held."
  }
}

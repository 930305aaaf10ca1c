import Diagnostics
import FoundationEssentials
import HTTPExchange
import TestSupport
import Testing

@testable import StateStorage

/// What is particular to the HTTP protocol; what every backend owes is in ``StateBackendTests``.
struct HTTPBackendTests {
  private static let document = Array(#"{"serial":1}"#.utf8)
  private static let next = Array(#"{"serial":2}"#.utf8)

  // MARK: what goes over the wire

  @Test func `requests are those of Terraform's documentation`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let backend = open()
      let lock = try await backend.lock(Sample.lockInfo("the-lock"))
      _ = try await backend.write(Self.document, replacing: nil)
      try await lock.release()
      #expect(
        server.log.map { "\($0.method) \($0.target)" } == [
          // The second LOCK asks under another id whether the lock is held, the second GET whether the document is kept.
          "LOCK /segments", "LOCK /segments", "GET /segments", "POST /segments?ID=the-lock", "GET /segments",
          "UNLOCK /segments?ID=the-lock",
        ]
      )
      let info = """
        {"Created":"2026-04-01T08:00:00Z","ID":"the-lock","Info":"process 4711","Operation":"segapply","Path":"segplan.state.json",\
        "Version":"1.2.3","Who":"ada@runner-7"}

        """
      #expect(server.log.map(\.body)[2...4] == [[], Self.document, []])
      for index in [0, 5] { #expect(String(decoding: server.log[index].body, as: UTF8.self) == info) }
      #expect(server.log[3].headers["content-type"] == "application/json")
      #expect(server.log[3].headers["content-md5"] == "gx6MBZ08q5IljbRUUECeSw==")
      #expect(server.log.allSatisfy { $0.headers["authorization"] == nil && $0.headers["user-agent"] == "segplan/test" })
    }
  }

  @Test func `a GitLab project's state is recognized by its address`() async throws {
    try await withHTTPBackends(StateServerPlaces(.gitLab)) { server, open in
      let backend = open()
      try await backend.lock(Sample.lockInfo("the-lock")).release()
      let path = "/api/v4/projects/42/terraform/state/segments"
      #expect(
        server.log.map { "\($0.method) \($0.target)" } == [
          "POST \(path)/lock", "POST \(path)/lock", "DELETE \(path)/lock?ID=the-lock",
        ]
      )
    }
  }

  @Test func `addresses and methods of locks come from the environment`() async throws {
    try await withStateServer(StateServerPlaces(.gitLab)) { server in
      let environment = [
        "SEGPLAN_HTTP_LOCK_ADDRESS": "\(server.address())/lock", "SEGPLAN_HTTP_LOCK_METHOD": "POST",
        "SEGPLAN_HTTP_UNLOCK_ADDRESS": "\(server.address())/lock", "SEGPLAN_HTTP_UNLOCK_METHOD": "DELETE",
        "SEGPLAN_HTTP_UPDATE_METHOD": "PUT",
      ]
      let settings = try HTTPStateSettings("\(server.origin)/elsewhere?a=b", environment: EnvironmentVariables(environment))
      try await withStateTransport("elsewhere") { transport in
        let backend = HTTPBackend(settings, transport)
        let lock = try await backend.lock(Sample.lockInfo("the-lock"))
        // The server has no PUT; what counts is what was sent.
        await #expect(throws: StateServerError.self) { try await backend.write([1], replacing: nil) }
        try await lock.release()
      }
      #expect(server.log.map(\.method) == ["POST", "POST", "GET", "PUT", "DELETE"])
      #expect(server.log[3].target == "/elsewhere?a=b&ID=the-lock")
    }
  }

  @Test(arguments: [
    (["SEGPLAN_HTTP_USERNAME": "ada", "SEGPLAN_HTTP_PASSWORD": "pä:ss"], "Basic YWRhOnDDpDpzcw=="),
    (["TF_HTTP_USERNAME": "gitlab-ci-token", "TF_HTTP_PASSWORD": "job"], "Basic Z2l0bGFiLWNpLXRva2VuOmpvYg=="),
    (["SEGPLAN_HTTP_TOKEN": "t0ken", "TF_HTTP_USERNAME": "x", "TF_HTTP_PASSWORD": "y"], "Bearer t0ken"),
  ])
  func `credentials are sent with every request`(environment: [String: String], header: String) async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform, users: [header: true]), environment: environment) { server, open in
      try await open().lock(Sample.lockInfo()).release()
      try #expect(await open().read() == nil)
      #expect(server.log.map { $0.headers["authorization"] } == [header, header, header, header])
    }
  }

  // MARK: rights

  @Test func `a user with read access can plan, and is refused the rest`() async throws {
    let environment = ["SEGPLAN_HTTP_TOKEN": "reader"]
    try await withHTTPBackends(StateServerPlaces(.gitLab, users: ["Bearer reader": false]), environment: environment) { _, open in
      let backend = open()
      try #expect(await backend.read() == nil)
      try #expect(await backend.lockHolder() == .unknown)
      let error = await #expect(throws: StateServerError.self) { _ = try await backend.lock(Sample.lockInfo()) }
      #expect(error?.kind == .forbidden(reason: ""))
    }
  }

  @Test(arguments: [true, false])
  func `refused or missing credentials are reported as such and never shown`(areSent: Bool) async throws {
    let secret = "pass-that-must-not-show"
    let environment = areSent ? ["SEGPLAN_HTTP_USERNAME": "ada", "SEGPLAN_HTTP_PASSWORD": secret] : [:]
    try await withHTTPBackends(StateServerPlaces(.terraform, users: ["none": true]), environment: environment) { _, open in
      let backend = open()
      let error = await #expect(throws: StateServerError.self) { _ = try await backend.read() }
      #expect(error?.kind == .credentialsRefused(.http(sent: areSent)))
      var dumped = ""
      dump(backend, to: &dumped)
      let words = "\(String(describing: error?.diagnostics)) \(String(reflecting: error)) \(dumped)"
      #expect(!words.contains(secret))
    }
  }

  // MARK: answers that are lost, late or wrong

  @Test func `a lock whose answer is lost counts as given`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      server.fail("LOCK", .loseAnswer)
      let lock = try await open().lock(Sample.lockInfo())
      #expect(server.lockID() == Sample.lockInfo().id)
      server.fail("UNLOCK", .loseAnswer)
      try await lock.release()
      #expect(server.lockID() == nil)
    }
  }

  @Test(arguments: [StateServer.Fault.loseAnswer, .hangUp, .status(503), .status(429, headers: ["Retry-After": "7"])])
  func `a write with an unknown result is checked, and carried out once`(fault: StateServer.Fault) async throws {
    for dialect in [StateServerPlaces.Dialect.terraform, .gitLab] {
      let clock = SleeplessClock()
      try await withHTTPBackends(StateServerPlaces(dialect), .test(clock: clock)) { server, open in
        let backend = open()
        let lock = try await backend.lock(Sample.lockInfo())
        let first = try await backend.write(Self.document, replacing: nil)
        server.fail("POST", fault)
        _ = try await backend.write(Self.next, replacing: first)
        #expect(server.stored() == #"{"serial":2}"#)
        try await lock.release()
      }
      #expect(clock.sleeps == [fault == .status(429, headers: ["Retry-After": "7"]) ? .seconds(7) : .seconds(1)])
    }
  }

  @Test func `reading is retried with growing pauses, but not forever`() async throws {
    let clock = SleeplessClock()
    try await withHTTPBackends(StateServerPlaces(.terraform), .test(clock: clock)) { server, open in
      server.fail("GET", .hangUp, .status(502), .status(500, body: "out of order"), .status(503, body: "out of order"))
      let error = await #expect(throws: StateServerError.self) { _ = try await open().read() }
      #expect(error?.kind == .unavailable(reason: "out of order"))
      #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(4)])
      #expect(server.log.count == 4)
      try #expect(await open().read() == nil)
    }
  }

  @Test func `a run does not wait forever for an answer`() async throws {
    let connection = StateConnection.test(retries: StateRetries(maximumAttempts: 1), deadline: .milliseconds(100))
    try await withHTTPBackends(StateServerPlaces(.terraform), connection) { server, open in
      server.fail("GET", .silence)
      let error = await #expect(throws: StateServerError.self) { _ = try await open().read() }
      #expect(error?.kind == .noAnswer(.timedOut(seconds: 0)))
    }
  }

  @Test func `a lock that may have been given is reported with the command that releases it`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform), .test(retries: StateRetries(maximumAttempts: 1))) { server, open in
      server.fail("LOCK", .loseAnswer)
      let error = await #expect(throws: StateServerError.self) { _ = try await open().lock(Sample.lockInfo("the-lock")) }
      #expect(error?.diagnostics.first?.detail?.contains("segplan unlock the-lock") == true)
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `no redirect is followed`(status: Int) async throws {
    try await withStateServer(StateServerPlaces(.terraform)) { elsewhere in
      let redirect = StateServer.Fault.status(status, headers: ["Location": elsewhere.address()])
      try await withHTTPBackends(StateServerPlaces(.terraform), environment: ["SEGPLAN_HTTP_TOKEN": "t"]) { server, open in
        let backend = open()
        for method in ["GET", "LOCK", "POST"] { server.fail(method, redirect) }
        for call in [
          { _ = try await backend.read() }, { _ = try await backend.lock(Sample.lockInfo()) },
          { _ = try await backend.write([1], replacing: nil) },
        ] as [() async throws -> Void] {
          let error = await #expect(throws: StateServerError.self) { try await call() }
          #expect(error?.kind == .redirected(region: nil))
        }
      }
      #expect(elsewhere.log.isEmpty)
    }
  }

  @Test func `a 304 is not a redirect`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      server.fail("GET", .status(304))
      let error = await #expect(throws: StateServerError.self) { try await open().read() }
      guard case .rejected(let reason) = error?.kind else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reason.contains("304"))
    }
  }

  @Test func `a body that does not match its checksum is not used`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      server.fail("GET", .status(200, headers: ["Content-MD5": "AAAA"], body: "{}"))
      let error = await #expect(throws: StateServerError.self) { _ = try await open().read() }
      #expect(error?.kind == .damaged)
    }
  }

  @Test(arguments: [404, 405, 501])
  func `a server without locks is not used`(status: Int) async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      server.fail("LOCK", .status(status))
      let error = await #expect(throws: StateServerError.self) { _ = try await open().lock(Sample.lockInfo()) }
      #expect(error?.kind == .noLocking(reason: ""))
    }
  }

  @Test(arguments: [
    (413, StateServerError.Kind.stateTooLarge), (422, .rejected(reason: "why")), (403, .forbidden(reason: "why")),
    (418, .rejected(reason: "why")),
  ])
  func `a write that is refused says why`(status: Int, kind: StateServerError.Kind) async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      server.fail("POST", .status(status, body: "why"))
      let error = await #expect(throws: StateServerError.self) { _ = try await open().write([1], replacing: nil) }
      #expect(error?.kind == kind)
      #expect(server.log.count { $0.method == "POST" } == 1)
    }
  }

  // MARK: locks that are lost

  @Test func `a run that lost its lock cannot write`() async throws {
    for dialect in [StateServerPlaces.Dialect.terraform, .gitLab] {
      try await withHTTPBackends(StateServerPlaces(dialect)) { server, open in
        let mine = open()
        let lock = try await mine.lock(Sample.lockInfo("mine"))
        server.dropLock()
        let theirs = try await open().lock(Sample.lockInfo("theirs"))
        await #expect(throws: LockLostError.self) { _ = try await mine.write(Self.document, replacing: nil) }
        await #expect(throws: LockLostError.self) { try await lock.confirm() }
        await #expect(throws: LockLostError.self) { try await lock.release() }
        try await theirs.confirm()
        #expect(server.stored() == nil)
      }
    }
  }

  @Test(arguments: [409, 423])
  func `a lock that the server refuses to release is reported with the command that releases it`(status: Int) async throws {
    for dialect in [StateServerPlaces.Dialect.terraform, .silent, .gitLab] {
      try await withHTTPBackends(StateServerPlaces(dialect)) { server, open in
        let method = dialect == .gitLab ? "DELETE" : "UNLOCK"
        let lock = try await open().lock(Sample.lockInfo("mine"))
        server.fail(method, .status(status))
        let error = await #expect(throws: StateServerError.self) { try await lock.release() }
        let words = error?.diagnostics.first?.detail ?? ""
        #expect(words.contains("The lock cannot be released: mine is still held"), "\(words)")
        #expect(words.contains("segplan unlock mine --state '\(server.address())'"), "\(words)")
        #expect(server.lockID() == "mine")
        try await lock.release()
        #expect(server.lockID() == nil)
      }
    }
  }

  @Test(arguments: [302, 400, 403, 404, 412, 501])
  func `other failures of a release are reported too`(status: Int) async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let lock = try await open().lock(Sample.lockInfo("mine"))
      server.fail("UNLOCK", .status(status))
      let error = await #expect(throws: StateServerError.self) { try await lock.release() }
      let words = error?.diagnostics.first?.detail ?? ""
      #expect(
        words.contains("The lock cannot be released: mine \(status < 500 ? "is still" : "may still be") held"),
        "\(words)"
      )
      #expect(words.contains("segplan unlock mine --state '\(server.address())'"), "\(words)")
    }
  }

  @Test func `releasing a lock that is no longer held succeeds`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let lock = try await open().lock(Sample.lockInfo("mine"))
      server.dropLock()
      try await lock.release()
      #expect(server.lockID() == nil)
    }
  }

  @Test func `checking a lost lock leaves no lock behind`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let lock = try await open().lock(Sample.lockInfo())
      server.dropLock()
      await #expect(throws: LockLostError.self) { try await lock.confirm() }
      #expect(server.lockID() == nil)
    }
  }

  @Test func `without the holder's name, our lock counts as held, and the server itself refuses a wrong id`() async throws {
    try await withHTTPBackends(StateServerPlaces(.silent)) { server, open in
      let backend = open()
      let lock = try await backend.lock(Sample.lockInfo("mine"))
      try await lock.confirm()
      let held = await #expect(throws: LockHeldError.self) { _ = try await open().lock(Sample.lockInfo("theirs")) }
      #expect(held?.holder == nil)
      await #expect(throws: UnlockError.idRefused(location: backend.location)) { try await backend.forceUnlock(id: "another") }
      #expect(server.lockID() == "mine")
      try await backend.forceUnlock(id: "mine")
      #expect(server.lockID() == nil)
    }
  }

  @Test func `the parts of our own request that GitLab repeats do not count as the holder's`() async throws {
    try await withHTTPBackends(StateServerPlaces(.gitLab)) { _, open in
      let backend = open()
      let lock = try await backend.lock(Sample.lockInfo("mine"))
      let error = await #expect(throws: LockHeldError.self) { _ = try await backend.lock(Sample.lockInfo("theirs")) }
      #expect(error?.holder?.holder == "ada@runner-7")
      try await lock.release()
    }
  }
}

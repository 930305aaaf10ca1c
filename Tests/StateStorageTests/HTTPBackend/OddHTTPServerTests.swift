import Diagnostics
import FoundationEssentials
import HTTPExchange
import Synchronization
import TestSupport
import Testing

@testable import StateStorage

/// Servers that answer the requests of the protocol with something else than a state and its lock.
struct OddHTTPServerTests {
  private static let first = Array(#"{"serial":1}"#.utf8)
  private static let next = Array(#"{"serial":2}"#.utf8)

  // MARK: answers that are not about the state

  @Test func `GitLab's 404 Project Not Found does not mean that there is no state yet`() async throws {
    let secret = "pass-that-must-not-show"
    let environment = ["SEGPLAN_HTTP_USERNAME": "ada", "SEGPLAN_HTTP_PASSWORD": secret]
    let users = ["Basic YWRhOnBhc3MtdGhhdC1tdXN0LW5vdC1zaG93": true]
    try await withHTTPBackends(StateServerPlaces(.gitLab, users: users), environment: environment) { server, open in
      let backend = open()
      try #expect(await backend.read() == nil)
      let answer = StateServer.Fault.status(404, body: #"{"message":"404 Project Not Found (\#(secret))"}"#)
      server.fail("GET", answer)
      server.fail("POST", answer)
      for call in [{ _ = try await backend.read() }, { _ = try await backend.lock(Sample.lockInfo()) }]
        as [() async throws -> Void]
      {
        let error = await #expect(throws: StateServerError.self) { try await call() }
        #expect(error?.kind == .notFound(reason: "404 Project Not Found (<redacted>)"))
        #expect(error?.diagnostics.first?.summary.contains("404 Project Not Found") == true)
      }
    }
  }

  @Test(arguments: ["GET", "LOCK", "POST", "UNLOCK"])
  func `a web page that claims success is reported as such`(method: String) async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let backend = open()
      let error = await #expect(throws: StateServerError.self) {
        let page = StateServer.Fault.status(200, body: "<!DOCTYPE html><title>Sign in</title>")
        if method != "UNLOCK" { server.fail(method, page) }
        let lock = try await backend.lock(Sample.lockInfo())
        _ = try await backend.write(Self.first, replacing: nil)
        server.fail(method, page)
        try await lock.release()
      }
      #expect(error?.kind == .webPage(title: "Sign in"))
      // The write of the state at the end of a run meets it after changes.
      #expect(error?.diagnostics.first?.detail?.contains("Nothing was changed") == false)
      #expect(error?.diagnostics.first?.summary.hasSuffix(#"sent a web page, perhaps a login: "Sign in""#) == true)
    }
  }

  // MARK: documents that are not kept as they are written

  private static let state = Sample.document([Sample.segment(1, "Größe / \"VIP\"", [1, 2, 3])])

  @Test func `another JSON form of a state is the same state`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform, storing: JSONForm.rewritten)) { server, open in
      let backend = open()
      let bytes = try StateCodec.encode(Self.state)
      let first = try await backend.write(bytes, replacing: nil)
      let stored = try #require(try await backend.read())
      #expect(stored.bytes != bytes)
      #expect(stored.version == first)
      #expect(try StateCodec.decode(stored.bytes, location: "s") == Self.state)
      try await backend.rehearseWrite()
      // The answer gets lost: what is stored tells that it was written.
      server.fail("POST", .loseAnswer)
      let next = Self.state.succeeding(with: [], toolVersion: "1", who: nil)
      let second = try await backend.write(try StateCodec.encode(next), replacing: first)
      #expect(try await backend.read()?.version == second)
      #expect(first != second)
    }
  }

  @Test(arguments: [
    ("drops fields", StateServerError.Found.other), ("cuts off", .other), ("keeps nothing", .nothing),
    ("keeps the first", .earlier),
  ])
  func `a server that does not store the state is detected by the write`(fault: String, found: StateServerError.Found)
    async throws
  {
    let clock = SleeplessClock()
    let isFull = Mutex(false)
    let places = StateServerPlaces(.terraform) { bytes in
      switch fault {
      case "drops fields": JSONForm.withTerraformsFields(bytes)
      case "cuts off": Array(bytes.prefix(100))
      case "keeps the first" where !isFull.withLock({ $0 }): bytes
      default: nil
      }
    }
    try await withHTTPBackends(places, .test(clock: clock)) { _, open in
      let backend = open()
      var first: StateVersion?
      if found == .earlier { first = try await backend.write(try StateCodec.encode(Self.state), replacing: nil) }
      isFull.withLock { $0 = true }
      let next = Self.state.succeeding(with: [], toolVersion: "1", who: nil)
      let error = await #expect(throws: StateServerError.self) {
        _ = try await backend.write(try StateCodec.encode(next), replacing: first)
      }
      #expect(error?.kind == .notKept(found))
    }
    // Only what may be a cache's answer is asked for again.
    #expect(clock.sleeps.count == (found == .other ? 0 : 3))
  }

  @Test func `a cache that briefly shows the previous state is tolerated`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let backend = open()
      let first = try await backend.write(Self.first, replacing: nil)
      let stale = StateServer.Fault.status(200, body: String(decoding: Self.first, as: UTF8.self))
      server.fail("GET", stale, stale)
      _ = try await backend.write(Self.next, replacing: first)
      #expect(server.log.last?.headers["cache-control"] == "no-cache")
    }
  }

  @Test(arguments: [204, 404])
  func `a server that has lost the state is reported as such`(status: Int) async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let backend = open()
      let first = try await backend.write(Self.first, replacing: nil)
      server.fail("GET", .status(status))
      await #expect(throws: StateError.goneMeanwhile(location: backend.location)) {
        _ = try await backend.write(Self.next, replacing: first)
      }
    }
  }

  @Test(arguments: [StateServerPlaces.Dialect.terraform, .gitLab])
  func `a rehearsal sends the last write of the run, and changes nothing`(dialect: StateServerPlaces.Dialect) async throws {
    try await withHTTPBackends(StateServerPlaces(dialect)) { server, open in
      let backend = open()
      try await backend.rehearseWrite()
      #expect(server.log.allSatisfy { $0.method == "GET" })
      let lock = try await backend.lock(Sample.lockInfo("the-lock"))
      let version = try await backend.write(Self.first, replacing: nil)
      try await backend.rehearseWrite()
      #expect(server.log.last?.target == "\(server.path())?ID=the-lock")
      #expect(try await backend.read()?.version == version)
      server.fail("POST", .status(405, body: "PUT only"))
      let error = await #expect(throws: StateServerError.self) { try await backend.rehearseWrite() }
      #expect(error?.kind == .rejected(reason: "PUT only"))
      try await lock.release()
    }
  }

  // MARK: locks that are none

  @Test func `a lock that is given to everyone is reported, when it is taken and when it is released`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let given = StateServer.Fault.status(200)
      server.fail("LOCK", given, given, given)
      let taken = await #expect(throws: StateServerError.self) { _ = try await open().lock(Sample.lockInfo()) }
      server.fail("LOCK", given, given)
      let freed = await #expect(throws: StateServerError.self) { try await open().forceUnlock(id: "any") }
      for error in [taken, freed] {
        #expect(error?.kind == .lockForEveryone)
        let words = error?.diagnostics.first.map { "\($0.summary) \($0.detail ?? "")" } ?? ""
        #expect(words.contains("gives its lock to several processes"))
        #expect(!words.contains("segplan unlock"))
      }
      #expect(server.lockID() == nil)
    }
  }

  @Test func `WebDAV's lock is recognized and released`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      let headers = ["Lock-Token": "<opaquelocktoken:1>", "Content-Type": "application/xml"]
      server.fail("LOCK", .status(200, headers: headers, body: "<?xml version=\"1.0\"?><D:prop xmlns:D=\"DAV:\"/>"))
      let error = await #expect(throws: StateServerError.self) { _ = try await open().lock(Sample.lockInfo()) }
      #expect(error?.kind == .webDAV)
      #expect(server.log.last?.headers["lock-token"] == "<opaquelocktoken:1>")
    }
  }

  @Test func `after a plain refusal, no lock may have been given`() async throws {
    try await withHTTPBackends(StateServerPlaces(.terraform)) { server, open in
      for (status, isUnknown) in [(400, false), (403, false), (418, false), (503, true)] {
        // What is transient is tried four times.
        for _ in 0..<(isUnknown ? 4 : 1) { server.fail("LOCK", .status(status)) }
        let error = await #expect(throws: StateServerError.self) { _ = try await open().lock(Sample.lockInfo("the-lock")) }
        #expect((error?.lockID == "the-lock") == isUnknown)
      }
    }
  }
}

import Diagnostics
import TestSupport
import Testing

@testable import StateStorage

/// Answers of S3 that its stand-in does not give, by its documentation (Amazon S3 API Reference, *Error responses*).
struct S3AnswerTests {
  /// Runs the body with a server with scripted answers, and a backend that uses it as S3.
  private static func withScriptedS3(
    _ connection: StateConnection = .test(),
    _ body: (StateServer, S3Backend) async throws -> Void
  ) async throws {
    try await withStateServer(StateServerPlaces(.terraform)) { server in
      let location = "s3://bucket/key?region=eu-west-1&endpoint=\(server.origin)"
      let keys = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"]
      guard case .s3(let settings) = try StateLocation(location, environment: keys) else { return }
      try await withStateTransport(location, connection) { transport in try await body(server, S3Backend(settings, transport)) }
    }
  }

  private static func error(_ code: String, _ more: String = "") -> String {
    "<?xml version=\"1.0\"?>\n<Error><Code>\(code)</Code><Message>why</Message>\(more)</Error>"
  }

  @Test(arguments: [
    (301, "PermanentRedirect", "<Region>eu-central-1</Region>", StateServerError.Kind.redirected(region: "eu-central-1")),
    (400, "AuthorizationHeaderMalformed", "<Region>eu-central-1</Region>", .redirected(region: "eu-central-1")),
    (307, "TemporaryRedirect", "", .redirected(region: nil)),
    (400, "ExpiredToken", "", .credentialsRefused(.expired)),
    (403, "InvalidToken", "", .credentialsRefused(.expired)),
    (403, "RequestTimeTooSkewed", "", .credentialsRefused(.clock)),
    (403, "SignatureDoesNotMatch", "", .credentialsRefused(.wrongSecret)),
    (403, "AccessDenied", "", .forbidden(reason: "why")),
    (404, "NoSuchBucket", "", .noBucket("bucket")),
    (400, "KeyTooLongError", "", .rejected(reason: "why")),
  ])
  func `each error of S3 is recognized`(status: Int, code: String, more: String, kind: StateServerError.Kind) async throws {
    try await Self.withScriptedS3 { server, backend in
      server.fail("GET", .status(status, body: Self.error(code, more)))
      let error = await #expect(throws: StateServerError.self) { _ = try await backend.read() }
      #expect(error?.kind == kind)
      #expect(error?.diagnostics.first?.summary.isEmpty == false)
      #expect(server.log.count == 1)
    }
  }

  @Test(arguments: ["", "<html><title>404 Not Found</title></html>", "404 page not found", error("NoSuchWebsiteConfiguration")])
  func `a 404 without NoSuchKey means neither a missing state nor a free lock`(body: String) async throws {
    try await Self.withScriptedS3 { server, backend in
      server.fail("GET", .status(404, body: body))
      let error = await #expect(throws: StateServerError.self) { _ = try await backend.read() }
      guard case .notFound = error?.kind else {
        Issue.record("\(String(describing: error))")
        return
      }
      server.fail("GET", .status(404, body: Self.error("NoSuchKey")))
      try #expect(await backend.read() == nil)
    }
  }

  @Test func `a SlowDown is retried`() async throws {
    let clock = SleeplessClock()
    try await Self.withScriptedS3(.test(clock: clock)) { server, backend in
      server.fail("GET", .status(503, body: Self.error("SlowDown")), .status(200, headers: ["ETag": "\"1\""], body: "x"))
      try #expect(await backend.read() == StoredBytes(bytes: Array("x".utf8), version: StateVersion(tag: "\"1\"")))
    }
    #expect(clock.sleeps == [.seconds(1)])
  }

  @Test func `a write with an unknown result is checked`() async throws {
    try await Self.withScriptedS3 { server, backend in
      server.fail("PUT", .hangUp)
      server.fail("GET", .status(200, headers: ["ETag": "\"2\""], body: "new"))
      let version = try await backend.write(Array("new".utf8), replacing: StateVersion(tag: "\"1\""))
      #expect(version == StateVersion(tag: "\"2\""))
      #expect(server.log.map(\.method) == ["PUT", "GET"])
      #expect(server.log.first?.headers["if-match"] == "\"1\"")
    }
  }

  @Test func `after a collision of two writers, both retry`() async throws {
    try await Self.withScriptedS3 { server, backend in
      server.fail("PUT", .status(409, body: Self.error("ConditionalRequestConflict")), .status(200, headers: ["ETag": "\"1\""]))
      server.fail("GET", .status(404, body: Self.error("NoSuchKey")))
      try #expect(await backend.write([1], replacing: nil) == StateVersion(tag: "\"1\""))
      #expect(server.log.map(\.method) == ["PUT", "GET", "PUT"])
      #expect(server.log.first?.headers["if-none-match"] == "*")
      #expect(server.log.allSatisfy { $0.headers["x-amz-security-token"] == "t" })
    }
  }

  @Test func `a server that ignores conditions is detected, and gets its lock back`() async throws {
    let info = Sample.lockInfo("mine")
    try await Self.withScriptedS3 { server, backend in
      server.fail("PUT", .status(200), .status(200))
      server.fail("GET", .status(200, headers: ["ETag": "\"1\""], body: String(decoding: try info.encoded(), as: UTF8.self)))
      server.fail("DELETE", .status(204))
      let error = await #expect(throws: StateServerError.self) { _ = try await backend.lock(info) }
      #expect(error?.kind == .noConditions(reason: "it ignores If-None-Match"))
      #expect(
        server.log.map { "\($0.method) \($0.target)" } == [
          "PUT /bucket/key.lock", "PUT /bucket/key.lock", "GET /bucket/key.lock", "DELETE /bucket/key.lock",
        ]
      )
    }
  }

  @Test(arguments: [
    (BucketServer.Condition.notImplemented, BucketServer.Condition.honoured, "the server's words"),
    (.ignored, .honoured, "it ignores If-Match"), (.neverHolds, .honoured, "it refuses If-Match with the ETag that it returned"),
    (.honoured, .ignored, "it ignores If-None-Match"), (.honoured, .notImplemented, "the server's words"),
  ])
  func `the conditions that a run needs at its end are tested on the lock, which is then released`(
    ifMatch: BucketServer.Condition,
    ifNoneMatch: BucketServer.Condition,
    reason: String
  ) async throws {
    let bucket = BucketServer(ifMatch: ifMatch, ifNoneMatch: ifNoneMatch)
    try await Self.withBucket(bucket) { backend in
      let error = await #expect(throws: StateServerError.self) { _ = try await backend.lock(Sample.lockInfo("the-lock")) }
      #expect(error?.kind == .noConditions(reason: reason))
      #expect(error?.lockID == nil)
      #expect(bucket.paths.isEmpty)
    }
  }

  @Test func `a rehearsal tests If-Match on the state itself, and changes nothing`() async throws {
    let bucket = BucketServer()
    try await Self.withBucket(bucket) { backend in
      try await backend.rehearseWrite()
      let version = try await backend.write([1], replacing: nil)
      try await backend.rehearseWrite()
      #expect(try await backend.read() == StoredBytes(bytes: [1], version: version))
    }
    try await Self.withBucket(BucketServer(ifMatch: .ignored)) { backend in
      _ = try await backend.write([1], replacing: nil)
      let error = await #expect(throws: StateServerError.self) { try await backend.rehearseWrite() }
      #expect(error?.kind == .noConditions(reason: "it ignores If-Match"))
      #expect(try await backend.read()?.bytes == [1])
    }
  }

  @Test func `every write has both checksums, and the encryption that the address asks for`() async throws {
    let bucket = BucketServer()
    let address = "&encrypt=aws:kms&kms_key=arn:aws:kms:eu-west-1:1:key/k"
    try await Self.withBucket(bucket, address) { backend in
      _ = try await backend.write(Array("hello".utf8), replacing: nil)
    } check: { requests in
      let put = requests.first { $0.method == "PUT" }
      #expect(put?.values(of: "content-md5") == ["XUFAKrxLKna5cZ2REBfFkg=="])
      #expect(put?.values(of: "x-amz-checksum-sha256") == ["LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="])
      #expect(put?.values(of: "x-amz-server-side-encryption") == ["aws:kms"])
      #expect(put?.values(of: "x-amz-server-side-encryption-aws-kms-key-id") == ["arn:aws:kms:eu-west-1:1:key/k"])
      #expect(
        put?.values(of: "authorization").first?.contains(
          "SignedHeaders=host;x-amz-checksum-sha256;x-amz-content-sha256;x-amz-date;x-amz-server-side-encryption;"
            + "x-amz-server-side-encryption-aws-kms-key-id,"
        ) == true
      )
    }
  }

  @Test(arguments: [(400, false), (403, false), (503, true)])
  func `after a plain refusal, no lock may have been given`(status: Int, isUnknown: Bool) async throws {
    try await Self.withScriptedS3(.test(retries: StateRetries(maximumAttempts: 1))) { server, backend in
      server.fail("PUT", .status(status, body: Self.error("InvalidRequest")))
      let error = await #expect(throws: StateServerError.self) { _ = try await backend.lock(Sample.lockInfo("the-lock")) }
      #expect((error?.lockID == "the-lock") == isUnknown)
    }
  }

  /// Runs the body with a backend of a bucket that is served in this process.
  private static func withBucket(
    _ bucket: BucketServer,
    _ parameters: String = "",
    _ body: @Sendable (S3Backend) async throws -> Void,
    check: @Sendable ([RecordedRequest]) -> Void = { _ in }
  ) async throws {
    try await withScriptedServer {
      bucket.answer($0)
    } _: { server in
      let location = "s3://bucket/key?region=eu-west-1&endpoint=\(server.address)\(parameters)"
      let keys = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"]
      guard case .s3(let settings) = try StateLocation(location, environment: keys) else { return }
      try await withStateTransport(location) { transport in try await body(S3Backend(settings, transport)) }
      check(server.requests)
    }
  }

  @Test func `a refused DELETE is not reported as a lack of conditional writes`() async throws {
    try await Self.withScriptedS3 { server, backend in
      let held = StateServer.Fault.status(200, headers: ["ETag": "\"1\""], body: #"{"ID":"the-lock"}"#)
      server.fail("GET", held)
      server.fail("DELETE", .status(501, body: Self.error("NotImplemented")))
      let error = await #expect(throws: StateServerError.self) { try await backend.forceUnlock(id: "the-lock") }
      #expect(error?.kind == .rejected(reason: "why"))
    }
  }

  @Test(arguments: [403, 409])
  func `a lock that cannot be removed is reported with the command that releases it`(status: Int) async throws {
    try await Self.withScriptedS3 { server, backend in
      server.fail("GET", .status(200, headers: ["ETag": "\"1\""], body: #"{"ID":"the-lock"}"#))
      server.fail("DELETE", .status(status, body: Self.error("AccessDenied")))
      let error = await #expect(throws: StateServerError.self) { try await backend.forceUnlock(id: "the-lock") }
      let words = error?.diagnostics.first?.detail ?? ""
      #expect(words.contains("The lock cannot be released: the-lock is still held"), "\(words)")
      #expect(words.contains("segplan unlock the-lock --state '\(backend.location)'"), "\(words)")
    }
  }

  @Test func `a user who may not see the lock can plan anyway`() async throws {
    try await Self.withScriptedS3 { server, backend in
      server.fail("GET", .status(403, body: Self.error("AccessDenied")))
      try #expect(await backend.lockHolder() == .unknown)
    }
  }
}

import Diagnostics
import FoundationEssentials
import TestSupport
import Testing

@testable import StateStorage

/// What is particular to S3; what every backend owes is in ``StateBackendTests``.
struct S3BackendTests {
  @Test func `two writers cannot both succeed, even without the lock`() async throws {
    try await withS3Backends { _, open in
      let versions = try await withThrowingTaskGroup(of: StateVersion?.self) { group in
        for number in 1...6 {
          group.addTask {
            do {
              return try await open().write(Array("\(number)".utf8), replacing: nil)
            } catch is StateError {
              return nil
            }
          }
        }
        return try await group.reduce(into: [StateVersion]()) { versions, version in if let version { versions.append(version) } }
      }
      #expect(versions.count == 1)
      #expect(try await open().read()?.version == versions.first)
    }
  }

  @Test func `a wrong secret is reported as wrong and never shown`() async throws {
    let secret = "c2VjcmV0LXRoYXQtbXVzdC1ub3Qtc2hvdw=="
    try await withS3Backends(environment: { ["AWS_ACCESS_KEY_ID": $0.writer.id, "AWS_SECRET_ACCESS_KEY": secret] }) { _, open in
      let backend = open()
      for call in [{ _ = try await backend.read() }, { _ = try await backend.lock(Sample.lockInfo()) }]
        as [() async throws -> Void]
      {
        let error = await #expect(throws: StateServerError.self) { try await call() }
        #expect(error?.kind == .credentialsRefused(.wrongSecret))
        let words = "\(String(describing: error?.diagnostics)) \(String(reflecting: error))"
        #expect(!words.contains(secret))
      }
    }
  }

  @Test func `an unknown access key is reported as such`() async throws {
    try await withS3Backends(environment: { ["AWS_ACCESS_KEY_ID": "AKIAUNKNOWN", "AWS_SECRET_ACCESS_KEY": $0.writer.secret] }) {
      _,
      open in
      let error = await #expect(throws: StateServerError.self) { _ = try await open().read() }
      #expect(error?.kind == .credentialsRefused(.unknownAccessKey))
    }
  }

  @Test func `a user with read access can read and see the lock holder, and is refused the rest`() async throws {
    try await withS3Backends(environment: { $0.environment($0.reader) }) { _, open in
      let backend = open()
      try #expect(await backend.read() == nil)
      try #expect(await backend.lockHolder() == .free)
      for call in [{ _ = try await backend.write([1], replacing: nil) }, { _ = try await backend.lock(Sample.lockInfo()) }]
        as [() async throws -> Void]
      {
        let error = await #expect(throws: StateServerError.self) { try await call() }
        guard case .forbidden = error?.kind else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test func `a missing bucket is not a missing state`() async throws {
    let server = try await S3Server.running()
    let location = server.freshLocation(bucket: "no-such-bucket")
    guard case .s3(let settings) = try StateLocation(location, environment: server.environment(server.writer)) else { return }
    try await withStateTransport(location) { transport in
      let error = await #expect(throws: StateServerError.self) { _ = try await S3Backend(settings, transport).read() }
      #expect(error?.kind == .noBucket("no-such-bucket"))
    }
  }

  @Test func `a web identity token is exchanged for keys that sign requests`() async throws {
    let server = try await S3Server.running(checksSignatures: false)
    try await withTemporaryFolder { folder in
      try Data("token-of-the-ci-system\n".utf8).write(to: URL(filePath: "\(folder)/token"))
      let environment = [
        "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/segplan", "AWS_WEB_IDENTITY_TOKEN_FILE": "\(folder)/token",
        "AWS_ENDPOINT_URL_STS": server.address,
      ]
      let location = server.freshLocation()
      guard case .s3(let settings) = try StateLocation(location, environment: environment) else { return }
      try await withStateTransport(location) { transport in
        let provider = AWSCredentialProvider(settings.credentials, transport, now: { Date.now })
        let keys = try await provider.credentials()
        #expect(keys.accessKeyID.hasPrefix("ASIA"))
        #expect(keys.sessionToken != nil)
        // Asked once for many requests.
        #expect(try await provider.credentials() == keys)
        let backend = S3Backend(settings, transport)
        _ = try await backend.write([1], replacing: nil)
        #expect(try await backend.read()?.bytes == [1])
      }
    }
  }
}

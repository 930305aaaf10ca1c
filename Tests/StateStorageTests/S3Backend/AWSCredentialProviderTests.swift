import Diagnostics
import FoundationEssentials
import HTTPExchange
import TestSupport
import Testing

@testable import StateStorage

struct AWSCredentialProviderTests {
  private static let role = """
    <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>rs</SecretAccessKey>\
    <SessionToken>rt</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
    """
  private static let container = """
    {"AccessKeyId":"ASIATASK","SecretAccessKey":"cs","Token":"ct","Expiration":"2099-01-01T00:00:00Z","RoleArn":"x"}
    """

  /// The keys that the environment leads to, with a server that answers as STS and as a container's credential service.
  private static func credentials(
    _ environment: (String) -> [String: String],
    answer: @escaping @Sendable (RecordedRequest) -> ScriptedAnswer = {
      $0.method == "POST" ? .status(200, body: role) : .json(container)
    },
    check: @escaping @Sendable ([RecordedRequest]) -> Void = { _ in }
  ) async throws -> AWSCredentials {
    nonisolated(unsafe) let environment = environment
    return try await withScriptedServer(answer) { server in
      let settings = try S3StateSettings(
        "bucket/key?region=eu-west-1",
        environment: EnvironmentVariables(environment(server.address))
      )
      return try await withStateTransport("s3://bucket/key") { transport in
        let provider = AWSCredentialProvider(settings.credentials, transport, now: { Date.now })
        _ = try await provider.credentials()
        let credentials = try await provider.credentials()
        check(server.requests)
        return credentials
      }
    }
  }

  @Test func `a container's keys are requested once, with the token from the file`() async throws {
    try await withTemporaryFolder { folder in
      try Data("Bearer of-the-pod\n".utf8).write(to: URL(filePath: "\(folder)/token"))
      let keys = try await Self.credentials {
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\($0)/keys?a=b", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "\(folder)/token"]
      } check: { requests in
        #expect(requests.map(\.target) == ["/keys?a=b"])
        #expect(requests.first?.values(of: "authorization") == ["Bearer of-the-pod"])
      }
      #expect(keys == AWSCredentials(accessKeyID: "ASIATASK", secretAccessKey: Secret("cs"), sessionToken: Secret("ct")))
    }
  }

  @Test func `a role is assumed with the keys of its source, signed for the token service`() async throws {
    try await withTemporaryFolder { folder in
      let config = """
        [profile admin]
        role_arn = arn:aws:iam::1:role/admin
        credential_source = EcsContainer
        external_id = e/x
        """
      try Data(config.utf8).write(to: URL(filePath: "\(folder)/config"))
      let keys = try await Self.credentials {
        [
          "AWS_PROFILE": "admin", "AWS_CONFIG_FILE": "\(folder)/config", "AWS_ENDPOINT_URL_STS": $0,
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\($0)/keys",
        ]
      } check: { requests in
        #expect(requests.map(\.method) == ["GET", "POST"])
        #expect(
          requests[1].text
            == "Action=AssumeRole&ExternalId=e%2Fx&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fadmin&RoleSessionName=segplan&Version=2011-06-15"
        )
        let authorization = requests[1].values(of: "authorization").first ?? ""
        #expect(authorization.contains("Credential=ASIATASK/") && authorization.contains("/eu-west-1/sts/aws4_request"))
        #expect(authorization.contains("SignedHeaders=host;x-amz-date;x-amz-security-token"))
      }
      #expect(keys.accessKeyID == "ASIAROLE")
    }
  }

  @Test func `a refusal by the container's service is reported with its message, without the token`() async throws {
    let error = await #expect(throws: StateServerError.self) {
      try await Self.credentials {
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\($0)/keys", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "of-the-pod"]
      } answer: { _ in
        .json(#"{"message":"token of-the-pod is not for this task"}"#, status: 403)
      }
    }
    #expect(error?.kind == .credentialsRefused(.container(reason: "token <redacted> is not for this task")))
  }

  @Test(.timeLimit(.minutes(1)), arguments: [false, true])
  func `a container's service that does not answer within seconds is reported by name`(isSilent: Bool) async throws {
    try await withScriptedServer { _ in
      isSilent ? .silence(started: {}) : .status(503)
    } _: { server in
      let environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.address)/keys"]
      let settings = try S3StateSettings("bucket/key?region=eu-west-1", environment: EnvironmentVariables(environment))
      let connection = StateConnection.test(retries: StateRetries(maximumAttempts: 1))
      try await withStateTransport("s3://bucket/key", connection) { transport in
        let provider = AWSCredentialProvider(settings.credentials, transport, now: { Date.now })
        let error = await #expect(throws: StateServerError.self) { try await provider.credentials() }
        #expect(error?.kind == .noContainerKeys(reason: isSilent ? "no complete answer within 5 s" : ""))
        #expect(error?.isOutcomeUnknown == false)
      }
    }
  }
}

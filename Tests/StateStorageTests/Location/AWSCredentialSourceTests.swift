import FileAccess
import FoundationEssentials
import HTTPExchange
import TestSupport
import Testing

@testable import StateStorage

struct AWSCredentialSourceTests {
  private static let file = """
    # comment
    [default]
    aws_access_key_id = AKIADEFAULT
    aws_secret_access_key=abc=def/+
    region = eu-central-1

    [ ci ]
    AWS_ACCESS_KEY_ID = AKIACI
    aws_secret_access_key = s
    aws_session_token = t
    ; another comment
    [half]
    aws_access_key_id = AKIAHALF
    """

  private static func source(_ environment: [String: String]) throws -> AWSCredentialSource? {
    let settings = try S3StateSettings("bucket/key?region=x", environment: Variables(environment))
    return settings.credentials
  }

  /// Runs the body with the path of a credentials file.
  private static func withFile(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try Data(file.utf8).write(to: URL(filePath: "\(folder)/credentials"))
      try body("\(folder)/credentials")
    }
  }

  private static func keys(_ id: String, _ secret: String, _ token: String? = nil) -> AWSCredentialSource {
    .keys(AWSCredentials(accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token.map(Secret.init)))
  }

  @Test func `variables come first, a token before a profile`() throws {
    try Self.withFile { path in
      var environment = ["AWS_SHARED_CREDENTIALS_FILE": path]
      #expect(try Self.source(environment) == Self.keys("AKIADEFAULT", "abc=def/+"))
      environment["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/x"
      environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token"
      guard case .webIdentity(let identity) = try Self.source(environment) else {
        Issue.record("no web identity")
        return
      }
      #expect(identity.endpoint.shown == "https://sts.x.amazonaws.com/")
      #expect(identity.sessionName == "segplan")
      environment["AWS_ACCESS_KEY_ID"] = "AKIA"
      environment["AWS_SECRET_ACCESS_KEY"] = "s"
      environment["AWS_SESSION_TOKEN"] = "t"
      #expect(try Self.source(environment) == Self.keys("AKIA", "s", "t"))
    }
  }

  @Test func `AWS_PROFILE chooses a section, with its region`() throws {
    try Self.withFile { path in
      #expect(try Self.source(["AWS_SHARED_CREDENTIALS_FILE": path, "AWS_PROFILE": "ci"]) == Self.keys("AKIACI", "s", "t"))
      #expect(throws: StateLocationError.unknownProfile("nobody", file: path)) {
        try Self.source(["AWS_SHARED_CREDENTIALS_FILE": path, "AWS_PROFILE": "nobody"])
      }
      #expect(throws: StateLocationError.incompleteProfile("half", file: path, lacking: "aws_secret_access_key")) {
        try Self.source(["AWS_SHARED_CREDENTIALS_FILE": path, "AWS_PROFILE": "half"])
      }
      let settings = try S3StateSettings("bucket/key", environment: Variables(["AWS_SHARED_CREDENTIALS_FILE": path]))
      #expect(settings.region == "eu-central-1")
    }
  }

  @Test func `the file is looked for in the home folder`() throws {
    try withTemporaryFolder { folder in
      #expect(throws: StateLocationError.noAWSCredentials) { try Self.source(["HOME": folder]) }
      try FileManager.default.createDirectory(atPath: "\(folder)/.aws", withIntermediateDirectories: true)
      try Data(Self.file.utf8).write(to: URL(filePath: "\(folder)/.aws/credentials"))
      #expect(try Self.source(["HOME": folder]) == Self.keys("AKIADEFAULT", "abc=def/+"))
    }
  }

  @Test(
    arguments: [
      ([:], StateLocationError.noAWSCredentials), (["AWS_ACCESS_KEY_ID": ""], .noAWSCredentials),
      (["AWS_ACCESS_KEY_ID": "a"], .missing(variable: "AWS_SECRET_ACCESS_KEY", beside: "AWS_ACCESS_KEY_ID")),
      (["AWS_SECRET_ACCESS_KEY": "a"], .missing(variable: "AWS_ACCESS_KEY_ID", beside: "AWS_SECRET_ACCESS_KEY")),
      (["AWS_WEB_IDENTITY_TOKEN_FILE": "a"], .missing(variable: "AWS_ROLE_ARN", beside: "AWS_WEB_IDENTITY_TOKEN_FILE")),
      (["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "a b"], .badSecret(source: "AWS_ACCESS_KEY_ID")),
      (
        ["AWS_SHARED_CREDENTIALS_FILE": "/no/such/file"],
        .unreadable(.cannotRead(path: "/no/such/file", .missing))
      ),
    ] as [([String: String], StateLocationError)]
  )
  func `what is missing or half is told`(environment: [String: String], error: StateLocationError) {
    #expect(throws: error) { try Self.source(environment) }
  }
}

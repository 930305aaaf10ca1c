import Diagnostics
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
    let settings = try S3StateSettings("bucket/key?region=x", environment: EnvironmentVariables(environment))
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

  @Test func `variables come first, and a token comes before a profile`() throws {
    try Self.withFile { path in
      var environment = ["AWS_SHARED_CREDENTIALS_FILE": path]
      #expect(try Self.source(environment) == Self.keys("AKIADEFAULT", "abc=def/+"))
      environment["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/x"
      environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token"
      guard case .webIdentity(let role, "/token") = try Self.source(environment) else {
        Issue.record("no web identity")
        return
      }
      #expect(role.endpoint.shown == "https://sts.x.amazonaws.com/")
      #expect(role.parameters == ["RoleArn": "arn:aws:iam::1:role/x", "RoleSessionName": "segplan"])
      environment["AWS_ACCESS_KEY_ID"] = "AKIA"
      environment["AWS_SECRET_ACCESS_KEY"] = "s"
      environment["AWS_SESSION_TOKEN"] = "t"
      #expect(try Self.source(environment) == Self.keys("AKIA", "s", "t"))
    }
  }

  @Test func `AWS_PROFILE chooses a section and its region`() throws {
    try Self.withFile { path in
      #expect(try Self.source(["AWS_SHARED_CREDENTIALS_FILE": path, "AWS_PROFILE": "ci"]) == Self.keys("AKIACI", "s", "t"))
      #expect(throws: StateLocationError.unknownProfile("nobody", file: path)) {
        try Self.source(["AWS_SHARED_CREDENTIALS_FILE": path, "AWS_PROFILE": "nobody"])
      }
      #expect(throws: StateLocationError.incompleteProfile("half", file: path, lacking: "aws_secret_access_key")) {
        try Self.source(["AWS_SHARED_CREDENTIALS_FILE": path, "AWS_PROFILE": "half"])
      }
      let settings = try S3StateSettings("bucket/key", environment: EnvironmentVariables(["AWS_SHARED_CREDENTIALS_FILE": path]))
      #expect(settings.region == "eu-central-1")
    }
  }

  @Test func `keys in the environment come before AWS_PROFILE, whose files are not read then`() throws {
    let environment = [
      "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "sso-profile", "AWS_CONFIG_FILE": "/no/such/file",
      "AWS_SHARED_CREDENTIALS_FILE": "/no/such/file",
    ]
    #expect(try Self.source(environment) == Self.keys("AKIA", "s"))
    let settings = try S3StateSettings("bucket/key?endpoint=https://minio", environment: EnvironmentVariables(environment))
    #expect(settings.region == "us-east-1")
  }

  private static let config = """
    [default]
    region = eu-west-3
    s3 =
      region = nested
      max_concurrent_requests = 20
    [profile sso-profile]
    sso_session = corp
    sso_account_id = 1
    region = eu-west-1
    [profile "with keys"]
    aws_access_key_id = AKIACONFIG
    aws_secret_access_key = s
    [profile admin]
    role_arn = arn:aws:iam::1:role/admin
    source_profile = with keys
    external_id = ext
    [profile chained]
    role_arn = arn:aws:iam::1:role/chained
    source_profile = admin
    [profile loop]
    role_arn = arn:aws:iam::1:role/loop
    source_profile = loop
    [profile mfa]
    role_arn = arn:aws:iam::1:role/mfa
    source_profile = with keys
    mfa_serial = arn:aws:iam::1:mfa/ada
    [profile ec2]
    role_arn = arn:aws:iam::1:role/ec2
    credential_source = Ec2InstanceMetadata
    [profile task]
    role_arn = arn:aws:iam::1:role/task
    credential_source = EcsContainer
    [profile token]
    role_arn = arn:aws:iam::1:role/token
    web_identity_token_file = /token
    [profile process]
    credential_process = /opt/keys
    [with keys]
    aws_access_key_id = AKIANOTAPROFILE
    """

  /// Runs the body with what `AWS_PROFILE` may choose from a config file.
  private static func withConfig(
    _ others: [String: String] = [:],
    _ body: ((String?) throws -> AWSCredentialSource?, String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/config"
      try Data(config.utf8).write(to: URL(filePath: path))
      let others = others.merging(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials"]) { $1 }
      try body(
        { try source(["AWS_CONFIG_FILE": path, "HOME": folder, "AWS_PROFILE": $0 ?? ""].merging(others) { $1 }) },
        path
      )
    }
  }

  @Test func `profiles in the config file have keys, and roles that other profiles' keys assume`() throws {
    try Self.withConfig { source, path in
      #expect(try source("with keys") == Self.keys("AKIACONFIG", "s"))
      guard case .role(let admin, Self.keys("AKIACONFIG", "s")) = try source("admin"),
        case .role(let chained, .role(let base, Self.keys("AKIACONFIG", "s"))) = try source("chained"),
        case .role(_, .container(let container)) = try source("task"),
        case .webIdentity(let token, "/token") = try source("token")
      else {
        Issue.record("other sources")
        return
      }
      #expect(admin.parameters == ["RoleArn": "arn:aws:iam::1:role/admin", "RoleSessionName": "segplan", "ExternalId": "ext"])
      #expect(base == admin)
      #expect(chained.endpoint.shown == "https://sts.x.amazonaws.com/")
      #expect(container.endpoint.shown == "http://169.254.170.2/v2/credentials")
      #expect(token.parameters == ["RoleArn": "arn:aws:iam::1:role/token", "RoleSessionName": "segplan"])
      // A default profile that says nothing about keys is passed over.
      #expect(try source(nil) == .container(container))
      let settings = try S3StateSettings(
        "b-u/key",
        environment: EnvironmentVariables(["AWS_CONFIG_FILE": path, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"])
      )
      #expect(settings.region == "eu-west-3")
    }
  }

  @Test(arguments: [
    ("sso-profile", "uses single sign-on"), ("mfa", "needs a code of an MFA device"),
    ("ec2", "takes its keys from Ec2InstanceMetadata"), ("process", "gets its keys from a program"),
  ])
  func `a profile that only the AWS CLI can use is reported with the way to get its keys`(profile: String, what: String) throws {
    try Self.withConfig { source, path in
      let error = StateLocationError.needsAWSTool(profile, file: path, what)
      #expect(throws: error) { try source(profile) }
      #expect(error.diagnostics.first?.detail?.contains("aws configure export-credentials --profile '\(profile)'") == true)
      #expect(throws: StateLocationError.incompleteProfile("loop", file: path, lacking: "aws_access_key_id")) {
        try source("loop")
      }
      #expect(throws: StateLocationError.unknownProfile("nobody", file: path)) { try source("nobody") }
    }
  }

  @Test func `a profile that needs a code is refused before its role is read`() throws {
    try Self.withConfig(["AWS_ENDPOINT_URL_STS": "no address"]) { source, path in
      #expect(throws: StateLocationError.needsAWSTool("mfa", file: path, "needs a code of an MFA device")) { try source("mfa") }
      #expect(throws: StateLocationError.badAddress(source: "AWS_ENDPOINT_URL_STS")) { try source("admin") }
    }
  }

  @Test(
    arguments: [
      ("https://keys.example.com/x", nil), ("http://127.0.0.1:80/x", nil), ("http://169.254.170.23/v1", nil),
      ("http://[fd00:ec2::23]/v1", nil),
      ("http://keys.example.com/x", .notEncrypted(source: "AWS_CONTAINER_CREDENTIALS_FULL_URI", host: "keys.example.com")),
      ("ftp://x", .badAddress(source: "AWS_CONTAINER_CREDENTIALS_FULL_URI")),
    ] as [(String, StateLocationError?)]
  )
  func `a container's service is asked over https, on this machine, or at the addresses of ECS and EKS`(
    address: String,
    error: StateLocationError?
  ) throws {
    let environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": address]
    if let error {
      #expect(throws: error) { try Self.source(environment) }
    } else {
      guard case .container = try Self.source(environment) else {
        Issue.record("no container")
        return
      }
    }
  }

  @Test func `the default file is in the home folder`() throws {
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
    ] as [([String: String], StateLocationError)]
  )
  func `missing and incomplete credentials are reported`(environment: [String: String], error: StateLocationError) {
    #expect(throws: error) { try Self.source(environment) }
  }

  @Test func `a missing file that the environment names is reported`() {
    #expect(throws: FileAccessError.cannotRead(path: "/no/such/file", .missing)) {
      try Self.source(["AWS_SHARED_CREDENTIALS_FILE": "/no/such/file"])
    }
  }
}

import HTTPExchange

/// Keys that sign requests to AWS, or to whoever speaks its protocol.
struct AWSCredentials: Hashable, Sendable {
  /// Public; it stands in every request.
  let accessKeyID: String
  let secretAccessKey: Secret
  /// With temporary keys only.
  let sessionToken: Secret?
}

/// Where the keys come from: the places that AWS's own tools look at, in their order, as far as CI jobs and laptops use them.
enum AWSCredentialSource: Hashable, Sendable {
  case keys(AWSCredentials)
  /// Temporary keys for a token of the CI system or of Kubernetes.
  case webIdentity(WebIdentity)

  /// - Throws: ``StateLocationError`` when there are none, or only a part.
  init(_ environment: Variables, profile: AWSProfile?, region: String) throws(StateLocationError) {
    switch (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]) {
    case (let id?, let secret?):
      self = .keys(try Self.keys(id, secret, token: environment["AWS_SESSION_TOKEN"], source: "AWS_ACCESS_KEY_ID"))
      return
    case (nil, _?): throw .missing(variable: "AWS_ACCESS_KEY_ID", beside: "AWS_SECRET_ACCESS_KEY")
    case (_?, nil): throw .missing(variable: "AWS_SECRET_ACCESS_KEY", beside: "AWS_ACCESS_KEY_ID")
    case (nil, nil): break
    }
    if let identity = try WebIdentity(environment, region: region) {
      self = .webIdentity(identity)
      return
    }
    guard let profile else { throw .noAWSCredentials }
    guard let id = profile.accessKeyID else { throw profile.lacking("aws_access_key_id") }
    guard let secret = profile.secretAccessKey else { throw profile.lacking("aws_secret_access_key") }
    self = .keys(try Self.keys(id, secret.text, token: profile.sessionToken?.text, source: "the profile \"\(profile.name)\""))
  }

  /// What cannot stand in a header is no key; saying so beats a refusal by the server.
  private static func keys(
    _ id: String,
    _ secret: String,
    token: String?,
    source: String
  ) throws(StateLocationError) -> AWSCredentials {
    for text in [id, secret, token ?? ""] {
      guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badSecret(source: source) }
    }
    return AWSCredentials(accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token.map(Secret.init))
  }
}

/// A role to take on with a token from a file (AWS STS API Reference, *AssumeRoleWithWebIdentity*).
struct WebIdentity: Hashable, Sendable {
  let roleARN: String
  /// Read anew every time: CI systems replace the token while a job runs.
  let tokenFile: String
  let sessionName: String
  /// Where AWS's token service is.
  let endpoint: ServerAddress

  /// - Returns: `nil` when the environment names no token.
  /// - Throws: ``StateLocationError``.
  init?(_ environment: Variables, region: String) throws(StateLocationError) {
    switch (environment["AWS_ROLE_ARN"], environment["AWS_WEB_IDENTITY_TOKEN_FILE"]) {
    case (nil, nil): return nil
    case (nil, _): throw .missing(variable: "AWS_ROLE_ARN", beside: "AWS_WEB_IDENTITY_TOKEN_FILE")
    // A role without a token means other ways of taking it on, which is not for us; the profile may have keys.
    case (_, nil): return nil
    case (let role?, let file?):
      roleARN = role
      tokenFile = file
    }
    sessionName = environment["AWS_ROLE_SESSION_NAME"] ?? "segplan"
    let custom = environment.first(of: "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL")
    endpoint = try ServerAddress(
      custom?.value ?? "https://sts.\(region).\(S3StateSettings.domain(of: region))/",
      source: custom?.name ?? "region",
      environment: environment
    )
  }
}

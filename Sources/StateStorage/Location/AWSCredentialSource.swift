import Diagnostics
import HTTPExchange

/// Keys that sign requests to AWS or to a server that speaks its protocol.
struct AWSCredentials: Hashable, Sendable {
  /// Not secret: every request contains it.
  let accessKeyID: String
  let secretAccessKey: Secret
  /// Only for temporary keys.
  let sessionToken: Secret?
}

extension AWSCredentials {
  /// Throws ``StateLocationError/badSecret(source:)`` for what a header cannot contain.
  init(_ id: String, _ secret: String, token: String?, source: String) throws(StateLocationError) {
    for text in [id, secret, token ?? ""] {
      guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badSecret(source: source) }
    }
    self.init(accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token.map(Secret.init))
  }
}

/// Where the keys come from: the first of the places that AWS's own tools check.
///
/// The order is that of the AWS CLI (AWS CLI User Guide, *Configuration settings and precedence*), with one exception:
/// a web identity comes before a profile without a role and before a profile that was not chosen.
indirect enum AWSCredentialSource: Hashable, Sendable {
  case keys(AWSCredentials)
  /// Temporary keys for a token of the CI system or of Kubernetes.
  ///
  /// The file is read each time, since CI systems replace the token while a job runs.
  case webIdentity(AWSRole, tokenFile: String)
  /// Temporary keys of a role, which other keys may assume.
  case role(AWSRole, with: AWSCredentialSource)
  /// Temporary keys of the container that this process runs in.
  case container(ContainerCredentials)

  /// - Throws: ``StateLocationError`` if there are no keys, or only a part of them; `FileAccessError`.
  init(_ environment: EnvironmentVariables, region: String) throws {
    if let keys = try Self.keys(environment) {
      self = .keys(keys)
    } else if AWSProfile.chosenName(environment) != nil, let profile = try? AWSProfile(environment), profile["role_arn"] != nil,
      profile["source_profile"] ?? profile["credential_source"] != nil
    {
      self = try Self.source(profile, environment, region)
    } else if let identity = try Self.webIdentity(environment, region) {
      self = identity
    } else if let profile = try AWSProfile(environment), profile.hasCredentials || AWSProfile.chosenName(environment) != nil {
      self = try Self.source(profile, environment, region)
    } else if let container = try ContainerCredentials(environment) {
      self = .container(container)
    } else {
      throw StateLocationError.noAWSCredentials
    }
  }

  private static func keys(_ environment: EnvironmentVariables) throws(StateLocationError) -> AWSCredentials? {
    guard let (id, secret) = try environment.pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") else { return nil }
    return try AWSCredentials(id, secret, token: environment["AWS_SESSION_TOKEN"], source: "AWS_ACCESS_KEY_ID")
  }

  private static func webIdentity(
    _ environment: EnvironmentVariables,
    _ region: String
  ) throws(StateLocationError) -> AWSCredentialSource? {
    // A role without a token is assumed in another way. The profile may have keys for it.
    guard environment["AWS_WEB_IDENTITY_TOKEN_FILE"] != nil,
      let (arn, file) = try environment.pair("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
    else { return nil }
    let role = try AWSRole(arn, session: environment["AWS_ROLE_SESSION_NAME"], environment, region: region)
    return .webIdentity(role, tokenFile: file)
  }

  /// `users` are the profiles that use this profile's keys to assume a role.
  private static func source(
    _ profile: AWSProfile,
    _ environment: EnvironmentVariables,
    _ region: String,
    users: [String] = []
  ) throws -> AWSCredentialSource {
    // A profile may name itself as the source of its role's keys. Then it has keys too.
    guard let arn = profile["role_arn"], !users.contains(profile.name) else { return .keys(try keys(of: profile)) }
    let tokenFile = profile["web_identity_token_file"]
    if tokenFile == nil, profile["mfa_serial"] != nil {
      throw StateLocationError.needsAWSTool(profile.name, file: profile.file, "needs a code of an MFA device")
    }
    var role = try AWSRole(arn, session: profile["role_session_name"], environment, region: region)
    if let tokenFile { return .webIdentity(role, tokenFile: tokenFile) }
    role.parameters["ExternalId"] = profile["external_id"]
    role.parameters["DurationSeconds"] = profile["duration_seconds"]
    if let name = profile["source_profile"] {
      // A profile that is asked for by name is there, or this throws.
      guard let next = try AWSProfile(named: name, environment) else {
        throw StateLocationError.unknownProfile(name, file: profile.file)
      }
      return .role(role, with: try source(next, environment, region, users: users + [profile.name]))
    }
    switch profile["credential_source"] {
    case "Environment":
      if let keys = try keys(environment) { return .role(role, with: .keys(keys)) }
    case "EcsContainer":
      if let container = try ContainerCredentials(environment) { return .role(role, with: .container(container)) }
    case let other?: throw StateLocationError.needsAWSTool(profile.name, file: profile.file, "takes its keys from \(other)")
    case nil: throw profile.lacking("source_profile")
    }
    throw StateLocationError.noAWSCredentials
  }

  private static func keys(of profile: AWSProfile) throws(StateLocationError) -> AWSCredentials {
    guard let id = profile["aws_access_key_id"] else {
      if profile["sso_session"] ?? profile["sso_start_url"] != nil {
        throw .needsAWSTool(profile.name, file: profile.file, "uses single sign-on")
      }
      if profile["credential_process"] != nil {
        throw .needsAWSTool(profile.name, file: profile.file, "gets its keys from a program")
      }
      throw profile.lacking("aws_access_key_id")
    }
    guard let secret = profile["aws_secret_access_key"] else { throw profile.lacking("aws_secret_access_key") }
    return try AWSCredentials(id, secret, token: profile["aws_session_token"], source: "the profile \"\(profile.name)\"")
  }
}

extension AWSProfile {
  /// Whether it says anything about keys: a profile may have just a region.
  fileprivate var hasCredentials: Bool {
    ["aws_access_key_id", "aws_secret_access_key", "role_arn", "sso_session", "sso_start_url", "credential_process"]
      .contains { self[$0] != nil }
  }

  func lacking(_ field: String) -> StateLocationError { .incompleteProfile(name, file: file, lacking: field) }
}

/// A role to assume (AWS STS API Reference, *AssumeRoleWithWebIdentity* and *AssumeRole*).
struct AWSRole: Hashable, Sendable {
  /// The parameters of the request that depend on the role.
  fileprivate(set) var parameters: [String: String]
  /// The address of AWS's token service.
  let endpoint: ServerAddress
  let region: String

  fileprivate init(
    _ arn: String,
    session: String?,
    _ environment: EnvironmentVariables,
    region: String
  ) throws(StateLocationError) {
    parameters = ["RoleArn": arn, "RoleSessionName": session ?? "segplan"]
    self.region = region
    let custom = environment.first(of: "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL")
    endpoint = try ServerAddress(
      custom?.value ?? "https://sts.\(region).\(S3StateSettings.domain(of: region))/",
      source: custom?.name ?? "region",
      environment: environment
    )
  }
}

/// A service that provides a container's keys (AWS SDKs and Tools Reference Guide, *Container credential provider*).
struct ContainerCredentials: Hashable, Sendable {
  /// The addresses of the service in ECS and EKS, which are allowed over plain http like this machine.
  private static let hosts: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

  let endpoint: ServerAddress
  /// The file of the token, which is read each time, since it changes; `nil` without one.
  let tokenFile: String?
  let token: Secret?

  /// `nil` if the environment names no such service.
  init?(_ environment: EnvironmentVariables) throws(StateLocationError) {
    let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"].map { "http://169.254.170.2\($0)" }
    guard let address = relative ?? environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] else { return nil }
    let source = "AWS_CONTAINER_CREDENTIALS_\(relative == nil ? "FULL" : "RELATIVE")_URI"
    guard let endpoint = try? ServerAddress(address, allowsPlainHTTP: true) else { throw .badAddress(source: source) }
    guard endpoint.scheme == "https" || endpoint.isLoopback || Self.hosts.contains(endpoint.host) else {
      throw .notEncrypted(source: source, host: endpoint.host)
    }
    self.endpoint = endpoint
    tokenFile = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]
    token = tokenFile == nil ? environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"].map(Secret.init) : nil
  }
}

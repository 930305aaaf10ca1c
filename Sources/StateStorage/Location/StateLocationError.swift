package import Diagnostics
import HTTPExchange

/// Why a location of a state is invalid or incomplete.
package enum StateLocationError: Error, Hashable, Sendable {
  case empty
  /// No location was given, there is no state at the standard one, and there are others nearby.
  case elsewhere(standard: String, found: [String])
  case unknownScheme(String)
  /// Not an address; it is not repeated, since it may contain a password.
  case badAddress(source: String)
  case userInAddress(source: String)
  case notEncrypted(source: String, host: String)
  case badMethod(source: String)
  /// A secret that a header cannot contain.
  case badSecret(source: String)
  case tokenAndPassword
  case missing(variable: String, beside: String)
  /// `s3://KEY:SECRET@BUCKET/…`, which is not repeated.
  case keysInAddress
  /// Not repeated, like every wrong value, since it may be a secret.
  case badBucket
  case badKey(String)
  case unknownParameter(String, nearest: String?)
  case badParameter(String)
  case badPathStyle
  case badEncryption
  case noRegion
  case badRegion
  case noAWSCredentials
  case unknownProfile(String, file: String)
  /// A profile whose keys only AWS's own tools can get; the last text says how it gets them.
  case needsAWSTool(String, file: String, String)
  case incompleteProfile(String, file: String, lacking: String)
}

extension StateLocationError: DiagnosedError {
  package var diagnostics: [Diagnostic] {
    switch self {
    case .unknownParameter(_, let nearest): [Diagnostic(words, suggestion: nearest)]
    default: [Diagnostic(words)]
    }
  }

  private static let places = """
    --state (or SEGPLAN_STATE) takes a path, or one of

        https://HOST/…            a server that speaks Terraform's HTTP state protocol, such as GitLab
        s3://BUCKET/KEY?region=…  an object in a bucket
    """

  private var words: DiagnosticWords {
    switch self {
    case .empty:
      ("state-location", "the location of the state is empty", Self.places)
    case .elsewhere(let standard, let found):
      (
        "state-elsewhere", "there is no state in this folder, but \(found.count == 1 ? "one" : "some") nearby",
        """
        The state is \(standard) in the working folder unless --state or SEGPLAN_STATE names another one. A second state of the same store would \
        not have what the first one records. Name the one that you mean, a new one here or \(found.count == 1 ? "that one" : "one of those"):

            --state \(standard)
        \(found.map { "    --state '\($0)'" }.joined(separator: "\n"))
        """
      )
    case .unknownScheme(let scheme):
      ("state-location", "a location that begins with \(scheme):// cannot store a state", Self.places)
    case .badAddress(let source):
      (
        "bad-state-address", "\(source) is not a valid address",
        """
        It needs https and a host, and can have a port, a path and a query, without spaces. It is not shown here, since it may contain a \
        password.
        """
      )
    case .userInAddress(let source):
      (
        "user-in-state-address", "\(source) contains a user or a password",
        """
        Other users of the machine can read the command line. Remove it from the address and set it in the environment:

            SEGPLAN_HTTP_USERNAME=…
            SEGPLAN_HTTP_PASSWORD=…
        """
      )
    case .notEncrypted(let source, let host):
      (
        "state-not-encrypted", "\(source) would send state and credentials to \(host) unencrypted",
        """
        Use https. Plain http is only for this machine (127.0.0.1, localhost). To allow it inside a network that you trust, set

            \(ServerAddress.plainHTTPVariable)=1
        """
      )
    case .badMethod(let source):
      (
        "bad-http-method", "\(source) is not an HTTP method",
        "Write a method in capital letters, such as POST or LOCK. Its value is not shown here, since it may be a secret."
      )
    case .badSecret(let source):
      (
        "bad-secret", "\(source) contains characters that cannot be sent",
        "It must not contain control characters. A token must not contain spaces, and a user name must not contain a colon. Its text is not shown here."
      )
    case .tokenAndPassword:
      (
        "credentials-twice", "SEGPLAN_HTTP_TOKEN is set together with SEGPLAN_HTTP_USERNAME or SEGPLAN_HTTP_PASSWORD",
        "Use only one of them. Unset the token, or the user name and the password."
      )
    case .missing(let variable, let beside):
      ("credentials-half", "\(beside) is set and \(variable) is not", "Set both, or neither.")
    case .keysInAddress:
      (
        "keys-in-state-address", "the address of the state contains keys",
        """
        Other users of the machine can read the command line. The address is not shown here. Write s3://BUCKET/KEY, and set the keys in the \
        environment:

            AWS_ACCESS_KEY_ID=…
            AWS_SECRET_ACCESS_KEY=…
        """
      )
    case .badBucket:
      (
        "bad-bucket", "the address of the state does not begin with the name of a bucket",
        """
        A state in a bucket is written s3://BUCKET/KEY. A bucket's name has letters, digits, hyphens and dots. The address is not shown here, \
        since it may contain a secret.
        """
      )
    case .badKey(let key):
      (
        "bad-key", "\"\(key)\" cannot be the key of a state",
        """
        A state in a bucket is written s3://BUCKET/KEY, such as s3://shop-state/segments/production.json. The key has no empty part \
        between slashes, no part . or .., and at most 1,000 bytes.
        """
      )
    case .unknownParameter(let name, _):
      (
        "unknown-parameter", "unknown parameter \"\(name)\" after the key of the state",
        "The parameters are: \(S3StateSettings.parameters.joined(separator: ", "))."
      )
    case .badParameter(let name):
      (
        "bad-parameter", "the parameter \"\(name)\" after the key of the state is empty, repeated, or not readable",
        "A parameter is written NAME=VALUE, percent-encoded where necessary, once, with & between parameters."
      )
    case .badPathStyle:
      (
        "bad-parameter", "path_style is neither true nor false",
        "It must be one of them. Its value is not shown here, since it may be a secret."
      )
    case .noRegion:
      ("no-region", "the region of the bucket is not set", "Add ?region=… to the address of the state, or set AWS_REGION.")
    case .badRegion:
      (
        "bad-region", "the region of the bucket is not the name of a region",
        "A region's name has letters, digits and hyphens, such as eu-west-1. Its value is not shown here, since it may be a secret."
      )
    case .noAWSCredentials:
      (
        "no-aws-credentials", "there are no credentials for the bucket",
        """
        Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, as CI systems do; or choose a \
        profile of ~/.aws/credentials or ~/.aws/config with AWS_PROFILE. Machine roles (instance metadata) are not supported. Get their \
        keys with the AWS CLI:

            eval "$(aws configure export-credentials --format env)"
        """
      )
    case .needsAWSTool(let profile, let file, let what):
      (
        "profile-needs-aws", "the profile \"\(profile)\" in \(file) \(what)",
        """
        Get its keys with the AWS CLI. They take precedence over any profile:

            eval "$(aws configure export-credentials --profile '\(profile)' --format env)"

        With single sign-on, sign in first: aws sso login --profile '\(profile)'
        """
      )
    case .badEncryption:
      (
        "bad-parameter", "encrypt does not name a valid encryption",
        """
        It takes AES256, aws:kms or aws:kms:dsse. With kms_key the default is aws:kms; AES256 has no key. Its value is not shown here, since \
        it may be a secret.
        """
      )
    case .unknownProfile(let profile, let file):
      (
        "unknown-profile", "there is no profile \"\(profile)\" in \(file) or in AWS's other shared file",
        "AWS_PROFILE chooses the profile. AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE choose the files."
      )
    case .incompleteProfile(let profile, let file, let lacking):
      (
        "incomplete-profile", "the profile \"\(profile)\" in \(file) lacks \(lacking)",
        "A profile has aws_access_key_id and aws_secret_access_key, or role_arn with source_profile or credential_source."
      )
    }
  }
}
